// A film that stands still until it is asked to move. The captions come from its WebVTT track and are shown as text of the
// page under it, so that they grow with the reader's text and are read in the page's direction.
(() => {
  "use strict";
  const opened = CSS.supports("selector(::details-content)");

  const start = (figure) => {
    const video = figure.querySelector("video");
    const track = video.querySelector("track").track;
    const play = figure.querySelector(".explainer-play");
    const captions = figure.querySelector(".explainer-captions");
    const lines = [...captions.children];
    const progress = figure.querySelector("progress");
    const steps = figure.querySelector(".explainer-steps");

    const show = (scene) => {
      for (const line of lines) line.classList.toggle("explainer-shown", line.dataset.scene === scene);
    };
    // A film that could not be fetched stays where it is: the button says again that it can be played.
    const turn = () => (video.paused ? video.play().catch(() => video.pause()) : video.pause());
    const tell = () => figure.classList.toggle("explainer-playing", !video.paused && !video.ended);

    video.controls = false;
    track.mode = "hidden"; // its cues are followed, and not drawn into the picture
    track.addEventListener("cuechange", () => {
      const cue = track.activeCues?.[0];
      if (cue) show(cue.id);
    });

    play.addEventListener("click", turn);
    video.addEventListener("click", turn);
    for (const change of ["play", "pause", "ended"]) video.addEventListener(change, tell);
    video.addEventListener("timeupdate", () => {
      if (video.duration) progress.value = video.currentTime / video.duration;
    });

    const toggle = figure.querySelector(".explainer-switch");
    toggle.addEventListener("click", () => {
      const on = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", String(on));
      captions.classList.toggle("explainer-silent", !on);
    });

    // Browsers whose style sheets cannot open the steps for paper and for readers who want no motion.
    if (!opened) {
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) steps.open = true;
      addEventListener("beforeprint", () => (steps.open = true));
    }
  };

  for (const figure of document.querySelectorAll("[data-explainer]")) start(figure);
})();

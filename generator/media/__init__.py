"""Renders `media/`: every raster and video, made by code from data that pinned packages carry.

Needs the packages of `requirements/media.lock`; nothing else in the generator does. `make site` reads the finished
files.
"""

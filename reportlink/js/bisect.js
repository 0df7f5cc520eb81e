// Places in what is sorted. `of` gives the number that an item is sorted by.

const self = (item) => item;

/** The first place whose item is not below `wanted`. */
export function firstNotBelow(items, wanted, of = self, low = 0, high = items.length) {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(items[middle]) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first place whose item is above `wanted`. */
export function firstAbove(items, wanted, of = self, low = 0, high = items.length) {
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (of(items[middle]) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

// On a narrow screen the tab one is on may lie beyond the edge.
const tab = document.querySelector(".tabs [aria-current]");
if (tab) {
  const strip = tab.parentElement;
  strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - (strip.clientWidth - tab.offsetWidth) / 2;
}

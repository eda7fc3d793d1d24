// One key, no modifier, off while typing: j k Enter u r a c / ?
const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const rows = () => [...document.querySelectorAll("[data-row]")];

const step = (by) => {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement);
  all[Math.min(Math.max(at + by, 0), all.length - 1)].focus();
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    event.target.closest("[data-letter]")?.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "j") return step(1);
  if (event.key === "k") return step(-1);
  if (event.key === "?") { location.href = "/keys/"; return; }
  const found = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus(); else found.click();
});

// An answer begins above the quote.
const text = document.querySelector("[data-caret=start]");
if (text?.value) { text.focus(); text.setSelectionRange(0, 0); }

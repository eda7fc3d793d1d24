// The box that stands for all boxes below it, and the search that narrows the list while one types.
for (const form of document.querySelectorAll("[data-select]")) {
  const all = form.querySelector("[data-everyone]");
  if (!all) continue;
  const boxes = [...form.querySelectorAll("[name=person]")];
  const count = form.querySelector("[data-count]");
  const shown = () => boxes.filter((box) => !box.closest("li").hidden);
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const visible = shown();
    all.checked = visible.length > 0 && visible.every((box) => box.checked);
    all.indeterminate = ticked > 0 && !all.checked;
    count.textContent = ticked ? `${ticked} / ${boxes.length}` : "";
  };
  all.addEventListener("change", () => { for (const box of shown()) box.checked = all.checked; tell(); });
  form.addEventListener("change", tell);
  // The single ticks say who is meant, also when some are hidden by the search.
  form.addEventListener("submit", () => { all.disabled = true; });
  window.addEventListener("pageshow", () => { all.disabled = false; tell(); });

  const search = document.querySelector("[data-filter]");
  search?.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase();
    for (const box of boxes) box.closest("li").hidden = !box.closest("li").dataset.text?.includes(words);
    tell();
  });
}

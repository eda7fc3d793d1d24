// Two comforts; every page works without them: copy buttons, and one box that selects all.
for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.classList.add("done");
    setTimeout(() => button.classList.remove("done"), 1500);
  });
}
for (const all of document.querySelectorAll("input[data-all]")) {
  const boxes = [...all.closest("table").querySelectorAll("tbody input[type=checkbox]")];
  const show = () => {
    const checked = boxes.filter((box) => box.checked).length;
    all.checked = checked === boxes.length;
    all.indeterminate = checked > 0 && checked < boxes.length;
  };
  all.closest("label").hidden = false;
  document.querySelectorAll(".selectall .noscript").forEach((link) => { link.hidden = true; });
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  boxes.forEach((box) => box.addEventListener("change", show));
  show();
}

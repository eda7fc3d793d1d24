// Copy buttons: hidden until here, since they can do nothing without JavaScript.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const value = button.parentElement.querySelector("[data-copied]").textContent;
    const label = button.querySelector("span");
    await navigator.clipboard.writeText(value);
    const before = label.textContent;
    label.textContent = label.dataset.done;
    label.setAttribute("role", "status");
    setTimeout(() => { label.textContent = before; }, 2000);
  });
}

// When a followed run has ended, the page is loaded once more: its buttons are those of a finished run.
for (const followed of document.querySelectorAll("[data-reload-after]")) {
  followed.addEventListener("htmx:sseClose", () => location.reload());
}

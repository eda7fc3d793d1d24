// The frame of an HTML message becomes as high as its content. It has our origin but may run no scripts.
for (const frame of document.querySelectorAll("[data-frame]")) {
  const fit = () => {
    const content = frame.contentDocument?.body;
    if (content) frame.style.height = `${Math.min(Math.max(content.scrollHeight + 4, 80), 20000)}px`;
  };
  frame.addEventListener("load", () => {
    fit();
    if (frame.contentDocument?.body) new ResizeObserver(fit).observe(frame.contentDocument.body);
  });
  if (frame.contentDocument?.readyState === "complete") fit();
}

// The usual port follows protocol and encryption, as long as nobody typed another one.
for (const section of document.querySelectorAll("[data-ports]")) {
  const usual = new Map(section.dataset.ports.split(",").map((line) => {
    const [protocol, encryption, port] = line.split(":");
    return [`${protocol}:${encryption}`, port];
  }));
  const port = section.querySelector("[name$='-port']");
  const encryption = section.querySelector("[name$='-encryption']");
  const protocol = () => section.querySelector("[name$='-protocol']:checked")?.value;
  const follow = () => {
    const known = port.value === "" || [...usual.values()].includes(port.value);
    if (known) port.value = usual.get(`${protocol()}:${encryption.value}`) ?? port.value;
  };
  encryption.addEventListener("change", follow);
  for (const choice of section.querySelectorAll("[name$='-protocol']")) choice.addEventListener("change", follow);
}

(() => {
  "use strict";
  const button = document.getElementById("all-code");
  const blocks = document.querySelectorAll("details.code");
  const label = () => {
    const shown = [...blocks].every((block) => block.open);
    button.setAttribute("aria-pressed", String(shown));
  };
  if (blocks.length === 0) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const show = button.getAttribute("aria-pressed") === "false";
    for (const block of blocks) block.open = show;
    label();
  });
  for (const block of blocks) block.addEventListener("toggle", label);
})();

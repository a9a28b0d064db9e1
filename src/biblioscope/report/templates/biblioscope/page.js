(() => {
  "use strict";
  const button = document.getElementById("all-code");
  const blocks = [...document.querySelectorAll("details.code")];
  const label = () => button.setAttribute("aria-pressed", String(blocks.every((block) => block.open)));
  if (blocks.length) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const show = button.getAttribute("aria-pressed") === "false";
      for (const block of blocks) block.open = show;
      label();
    });
    for (const block of blocks) block.addEventListener("toggle", label);
  }

  const contents = document.querySelector("nav.contents details");
  if (contents) {
    const wide = matchMedia("(min-width: 64rem)");
    const fold = () => { contents.open = wide.matches; };
    wide.addEventListener("change", fold);
    fold();
    const links = [...contents.querySelectorAll("a")];
    const heads = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
    const mark = () => {
      const line = innerHeight / 3;
      const past = heads.filter((head) => head.getBoundingClientRect().top < line).length;
      const end = scrollY > 0 && innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
      const here = end ? links.length - 1 : past - 1;
      links.forEach((link, i) => i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
    };
    let waiting = false;
    const soon = () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; mark(); });
    };
    addEventListener("scroll", soon, { passive: true });
    addEventListener("resize", soon);
    mark();
  }

  for (const link of document.querySelectorAll("a[data-of-picture]")) {
    link.href = link.closest("figure").querySelector("img").src;
    link.hidden = false;
  }
})();

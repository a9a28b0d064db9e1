(() => {
  "use strict";
  const form = document.querySelector(".choose");
  const table = document.querySelector(".references");
  const body = table.tBodies[0];
  const output = form.querySelector(".shown");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/[’`]/g, "'").replace(/\s+/g, " ");
  const rows = [...body.rows].map((row) => ({
    row, text: plain(`${row.innerText} ${row.id} ${row.dataset.abstract}`), year: Number(row.cells[4].textContent) || null,
  }));
  const inList = ["author", "theme"];
  const order = new Intl.Collator("fr", { numeric: true });
  let kept = rows;

  const chosen = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
  const meets = (one, wanted) => Object.entries(wanted).every(([name, value]) => {
    if (name === "q") return plain(value).trim().split(" ").every((word) => one.text.includes(word));
    if (name === "from") return one.year !== null && one.year >= Number(value);
    if (name === "to") return one.year !== null && one.year <= Number(value);
    const own = one.row.dataset[name];
    return inList.includes(name) ? own.split(" ").includes(value) : own === value;
  });
  const show = () => {
    const wanted = chosen();
    kept = rows.filter((one) => meets(one, wanted));
    const visible = new Set(kept);
    for (const one of rows) one.row.hidden = !visible.has(one);
    const words = output.dataset.words.replace("[n]", kept.length).replace("[all]", rows.length);
    output.textContent = kept.length ? words : output.dataset.none;
    for (const button of form.querySelectorAll("[data-take]")) button.disabled = kept.length === 0;
    return wanted;
  };
  const remember = () => {
    const hash = new URLSearchParams(show()).toString();
    if (hash !== location.hash.slice(1)) location.replace(`#${hash}`);
  };
  const recall = () => {
    if (location.hash && !location.hash.includes("=")) return show(); // a reference, by its name
    const wanted = new URLSearchParams(location.hash.slice(1));
    for (const field of form.elements) if (field.name && field.value !== (wanted.get(field.name) ?? "")) field.value = wanted.get(field.name) ?? "";
    return show();
  };

  const sort = (header, at) => {
    const up = header.getAttribute("aria-sort") !== "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", up ? "ascending" : "descending");
    const value = (one) => one.row.cells[at].textContent.trim();
    rows.sort((a, b) => {
      const [x, y] = [value(a), value(b)];
      if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1); // what is not printed comes last
      return (up ? 1 : -1) * order.compare(x, y);
    });
    body.append(...rows.map((one) => one.row));
    show();
  };
  [...table.tHead.rows[0].cells].forEach((header, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    button.title = `${table.dataset.sort} ${header.textContent}`;
    header.replaceChildren(button);
    button.addEventListener("click", () => sort(header, at));
  });

  const read = (name) => JSON.parse(document.getElementById(name).textContent);
  const kinds = { csv: "text/csv", ris: "application/x-research-info-systems", bib: "application/x-bibtex" };
  const take = (kind) => {
    const records = read("records");
    const texts = kept.map((one) => records[one.row.id][kind]);
    const head = kind === "csv" ? ["\ufeff", read("csv-head")] : [];
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([...head, texts.join(kind === "bib" ? "\n" : "")], { type: `${kinds[kind]};charset=utf-8` }));
    link.download = `references-${kept.length}.${kind}`;
    link.click();
    URL.revokeObjectURL(link.href);
  };
  for (const button of form.querySelectorAll("[data-take]")) button.addEventListener("click", () => take(button.dataset.take));

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", remember);
  form.addEventListener("reset", () => setTimeout(remember));
  window.addEventListener("hashchange", recall);
  form.hidden = false;
  recall();
})();

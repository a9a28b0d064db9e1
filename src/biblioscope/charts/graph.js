/* Makes the graphs of a page explorable. All text comes from the page and goes back as text. */
(() => {
  "use strict";
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const fill = (words, values) => words.replace(/\[(\w+)\]/g, (_, name) => values[name]);
  const add = (parent, name, text) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    return parent.appendChild(element);
  };

  const enliven = (graph) => {
    const find = (selector) => graph.querySelector(selector);
    const all = (selector) => [...graph.querySelectorAll(selector)];
    const words = JSON.parse(graph.dataset.words);
    const titles = JSON.parse(graph.dataset.titles);
    const [svg, status, behind] = [find("svg"), find(".bg-status"), find(".bg-behind")];
    const [search, range, clear] = [find("[type=search]"), find("[type=range]"), find("button")];
    const nodes = all(".bg-node");
    const names = nodes.map((node) => node.dataset.name);
    // A thin line is hard to point at: a broad one that is not seen lies over it.
    const broad = (edge) => {
      const line = svg.insertBefore(edge.cloneNode(), nodes[0]);
      line.setAttribute("class", "bg-broad");
      return line;
    };
    const ties = all(".bg-edge").map((edge) => ({
      edge, broad: broad(edge), rank: Number(edge.dataset.rank), count: edge.dataset.count,
      ends: [Number(edge.dataset.from), Number(edge.dataset.to)],
      row: find(`tr[data-rank="${edge.dataset.rank}"]`),
    })).sort((a, b) => a.rank - b.rank);
    let pinned = null; // the number of a node, or a tie

    const shown = () => ties.filter((tie) => tie.rank < ties.length - Number(range.value));
    const dim = (kept, live) => {
      nodes.forEach((node, i) => node.classList.toggle("bg-dim", kept !== null && !kept.has(i)));
      for (const tie of ties) tie.edge.classList.toggle("bg-dim", live !== null && !live.includes(tie));
    };
    const choose = (i) => nodes.forEach((node, j) => {
      node.classList.toggle("bg-chosen", i === j);
      node.setAttribute("aria-pressed", String(pinned === j));
    });
    const cite = (list, tie) => {
      for (const reference of tie.row.querySelectorAll(".bg-reference")) {
        const line = add(list, "li");
        line.append(reference.cloneNode(true), " ");
        const title = add(line, "cite", titles[reference.textContent] || "");
        title.lang = "fr";
      }
    };
    const list = (i, own) => {
      behind.replaceChildren();
      for (const tie of own) {
        const other = tie.ends[0] === i ? tie.ends[1] : tie.ends[0];
        cite(add(add(behind, "li", `${names[other]} (${tie.row.cells[2].textContent})`), "ul"), tie);
      }
    };
    const showTie = (tie) => {
      dim(new Set(tie.ends), [tie]);
      choose(null);
      const [one, other] = tie.ends.map((i) => names[i]);
      status.textContent = fill(words.between, { one, other, count: tie.count });
      behind.replaceChildren();
      cite(behind, tie);
    };
    const show = (i) => {
      const own = shown().filter((tie) => tie.ends.includes(i));
      dim(new Set([i, ...own.flatMap((tie) => tie.ends)]), own);
      choose(i);
      status.textContent = fill(words.tied, { name: names[i], count: nodes[i].dataset.count });
      list(i, own);
    };
    const rest = () => {
      if (pinned !== null) return typeof pinned === "number" ? show(pinned) : showTie(pinned);
      const wanted = plain(search.value.trim());
      const found = nodes.map((_, i) => i).filter((i) => plain(names[i]).includes(wanted));
      if (wanted && found.length === 1) return show(found[0]);
      dim(wanted ? new Set(found) : null, wanted ? [] : null);
      choose(null);
      behind.replaceChildren();
      const least = ties.length ? shown().at(-1)?.row.cells[3].textContent ?? "" : "";
      status.textContent = wanted
        ? fill(words.found, { n: found.map((i) => names[i]).join(", ") || "0" })
        : fill(words.shown, { n: shown().length, all: ties.length, least });
    };
    const pin = (i) => { pinned = pinned === i ? null : i; rest(); };
    const reach = (i) => {
      nodes.forEach((node, j) => node.setAttribute("tabindex", i === j ? "0" : "-1"));
      nodes[i].focus();
    };
    const filter = () => {
      const kept = new Set(shown());
      for (const tie of ties) {
        for (const line of [tie.edge, tie.broad]) line.classList.toggle("bg-gone", !kept.has(tie));
        tie.row.hidden = !kept.has(tie);
      }
      if (typeof pinned === "object" && !kept.has(pinned)) pinned = null;
      rest();
    };

    svg.setAttribute("role", "group");
    nodes.forEach((node, i) => {
      node.setAttribute("role", "button");
      node.setAttribute("tabindex", i === 0 ? "0" : "-1");
      node.addEventListener("mouseenter", () => { if (pinned === null) show(i); });
      node.addEventListener("mouseleave", () => { if (pinned === null && node !== document.activeElement) rest(); });
      node.addEventListener("focus", () => { if (pinned === null) show(i); });
      node.addEventListener("click", () => pin(i));
      node.addEventListener("keydown", (event) => {
        const last = nodes.length - 1;
        const steps = { ArrowRight: i + 1, ArrowDown: i + 1, ArrowLeft: i - 1, ArrowUp: i - 1, Home: 0, End: last };
        if (event.key in steps) reach((steps[event.key] + nodes.length) % nodes.length);
        else if (event.key === "Enter" || event.key === " ") pin(i);
        else return;
        event.preventDefault();
        event.stopPropagation();
      });
    });
    for (const tie of ties) {
      tie.broad.addEventListener("mouseenter", () => { if (pinned === null) showTie(tie); });
      tie.broad.addEventListener("mouseleave", () => { if (pinned === null) rest(); });
      tie.broad.addEventListener("click", () => pin(tie));
    }
    graph.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { pinned = null; rest(); }
    });
    search.addEventListener("input", () => { pinned = null; rest(); });
    range.addEventListener("input", filter);
    clear.addEventListener("click", () => { pinned = null; search.value = ""; range.value = "0"; filter(); });
    graph.classList.add("bg-live");
    find(".bg-controls").hidden = false;
    find(".bg-help").hidden = false;
    filter();
  };

  for (const graph of document.querySelectorAll(".bg-graph:not(.bg-live)")) enliven(graph);
})();

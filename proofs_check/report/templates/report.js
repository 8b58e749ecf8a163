"use strict";
(function () {
  const form = document.getElementById("_filter"), live = document.getElementById("_found");
  const rows = Array.from(document.querySelectorAll("tr[data-claim]")), articles = Array.from(document.querySelectorAll("article[id]"));
  const graphs = Array.from(document.querySelectorAll(".scroll svg.graph"));
  function apply() {
    const wanted = new Set(Array.from(form.querySelectorAll("input[name=verdict]:checked"), i => i.value));
    const paper = form.elements.paper.value, words = form.elements.words.value.trim().toLowerCase();
    for (const row of rows)
      row.hidden = !(wanted.has(row.dataset.verdict) && (!paper || row.dataset.paper === paper) &&
        (!words || row.dataset.words.toLowerCase().includes(words)));
    const kept = new Set(rows.filter(row => !row.hidden).map(row => row.dataset.id));
    for (const article of articles) article.hidden = !kept.has(article.id);
    for (const node of document.querySelectorAll("svg.graph a[data-node]"))
      node.classList.toggle("off", !node.classList.contains("thm") && !kept.has(node.dataset.node));
    live.textContent = kept.size + " of " + rows.length + " claims shown";
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply, 0));
  function open() {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    if (target.hidden) { form.reset(); setTimeout(() => { apply(); open(); }, 0); return; }
    const details = target.tagName === "ARTICLE" && target.querySelector("details");
    if (details) { details.open = true; details.querySelector("summary").focus({preventScroll: true}); }
    target.scrollIntoView();
  }
  addEventListener("hashchange", open);
  document.addEventListener("click", event => {
    const any = event.target.closest && event.target.closest("a");
    if (any && location.hash && any.getAttribute("href") === location.hash) setTimeout(open, 0);
  });
  for (const graph of graphs) {
    const edges = Array.from(graph.querySelectorAll("path[data-from]")), nodes = Array.from(graph.querySelectorAll("a[data-node]"));
    // Everything that a claim rests on, and everything that would fall with it.
    function reach(name, from, to, found) {
      for (const edge of edges) {
        if (edge.dataset[from] !== name) continue;
        found.edges.add(edge);
        if (!found.names.has(edge.dataset[to])) { found.names.add(edge.dataset[to]); reach(edge.dataset[to], from, to, found); }
      }
    }
    function light(name) {
      const found = {names: new Set([name]), edges: new Set()};
      if (name) {
        reach(name, "to", "from", found);
        const above = {names: new Set([name]), edges: found.edges};
        reach(name, "from", "to", above);
        above.names.forEach(other => found.names.add(other));
      }
      graph.classList.toggle("lit", Boolean(name));
      for (const edge of edges) edge.classList.toggle("on", found.edges.has(edge));
      for (const node of nodes) node.classList.toggle("on", found.names.has(node.dataset.node));
    }
    for (const node of nodes) {
      for (const kind of ["mouseenter", "focus"]) node.addEventListener(kind, () => light(node.dataset.node));
      for (const kind of ["mouseleave", "blur"]) node.addEventListener(kind, () => light(""));
    }
  }
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(d => { d.open = true; }));
  apply();
  open();
})();

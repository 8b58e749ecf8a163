"use strict";
(function () {
  const form = document.getElementById("filter"), live = document.getElementById("found");
  const rows = Array.from(document.querySelectorAll("[data-claim]"));
  const total = document.querySelectorAll("tr[data-claim]").length;
  function apply() {
    const wanted = new Set(Array.from(form.querySelectorAll("input[name=verdict]:checked"), i => i.value));
    const paper = form.elements.paper.value, words = form.elements.words.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const keep = wanted.has(row.dataset.verdict) && (!paper || row.dataset.paper === paper) &&
        (!words || row.dataset.words.toLowerCase().includes(words));
      row.hidden = !keep;
      if (keep && row.tagName === "TR") shown += 1;
    }
    live.textContent = shown + " of " + total + " claims shown";
  }
  form.addEventListener("input", apply);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply, 0));
  function open() {
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    if (target.hidden) { form.reset(); setTimeout(() => { apply(); open(); }, 0); return; }
    const details = target.querySelector("details");
    if (details) { details.open = true; details.querySelector("summary").focus({preventScroll: true}); }
    target.scrollIntoView();
  }
  addEventListener("hashchange", open);
  document.addEventListener("click", event => {
    const any = event.target.closest && event.target.closest("a");
    if (any && location.hash && any.getAttribute("href") === location.hash) setTimeout(open, 0);
  });
  const graph = document.querySelector("svg.graph");
  if (graph) {
    const edges = Array.from(graph.querySelectorAll("path[data-from]"));
    const light = name => {
      graph.classList.toggle("lit", Boolean(name));
      for (const edge of edges) edge.classList.toggle("on", Boolean(name) && (edge.dataset.from === name || edge.dataset.to === name));
    };
    for (const node of graph.querySelectorAll("a[data-node]")) {
      for (const kind of ["mouseenter", "focus"]) node.addEventListener(kind, () => light(node.dataset.node));
      for (const kind of ["mouseleave", "blur"]) node.addEventListener(kind, () => light(""));
    }
  }
  addEventListener("beforeprint", () => document.querySelectorAll("details").forEach(d => { d.open = true; }));
  apply();
  open();
})();

"use strict";
(() => {
  const all = (query, root = document) => [...root.querySelectorAll(query)];
  const one = (id) => document.getElementById(id);
  const data = JSON.parse(one("data").textContent);
  const equilibria = data.equilibria || {};

  // theme: what the system says until the reader chooses
  const themes = ["automatic", "light", "dark"];
  const button = one("theme");
  let theme = "automatic";
  const remember = (value) => { try { localStorage.setItem("selten-theme", value); } catch { /* no storage for files */ } };
  const recall = () => { try { return localStorage.getItem("selten-theme"); } catch { return null; } };
  const show = (value) => {
    theme = themes.includes(value) ? value : "automatic";
    if (theme === "automatic") document.documentElement.removeAttribute("data-theme");
    else document.documentElement.setAttribute("data-theme", theme);
    button.textContent = "theme: " + theme;
  };
  show(recall());
  button.hidden = false;
  button.addEventListener("click", () => { show(themes[(themes.indexOf(theme) + 1) % 3]); remember(theme); });

  // parts of figures say which equilibrium or component they are
  all("[data-item]").forEach((part) => {
    const found = /^(equilibrium|component)-(\d+)$/.exec(part.dataset.item);
    if (found) part.dataset[found[1] === "equilibrium" ? "eq" : "hold"] = found[2];
  });

  // highlighting: an equilibrium lights its row, its chips and the cells that it plays; a component all of its own
  const cells = new Map(all("td[data-p]").map((cell) => [cell.dataset.p, cell]));
  const marked = new Map();
  all("[data-eq]").forEach((element) => {
    const k = element.dataset.eq;
    if (!marked.has(k)) marked.set(k, []);
    marked.get(k).push(element);
  });
  const members = new Map();
  Object.entries(equilibria).forEach(([k, own]) => {
    if (own.c === null) return;
    if (!members.has(String(own.c))) members.set(String(own.c), []);
    members.get(String(own.c)).push(k);
  });
  const parts = new Map(all("[data-component]").filter((e) => e.tagName !== "TR").map((e) => [e.dataset.component, e]));
  const MOST = 4000;
  const profiles = (supports) => {
    let found = [""];
    for (const own of supports) {
      if (found.length * own.length > MOST) return [];
      found = found.flatMap((start) => own.map((s) => (start === "" ? "" : start + ",") + s));
    }
    return found;
  };
  let lit = [];
  const light = (element) => { if (element) { element.classList.add("lit"); lit.push(element); } };
  const darken = () => { lit.forEach((element) => element.classList.remove("lit")); lit = []; };
  const lightEquilibrium = (k) => {
    (marked.get(k) || []).forEach((element) => { if (element.tagName !== "TD") light(element); });
    if (equilibria[k]) profiles(equilibria[k].s).forEach((profile) => light(cells.get(profile)));
  };
  const lightComponent = (c) => { light(parts.get(c)); all(`[data-hold="${c}"]`).forEach(light); (members.get(c) || []).forEach(lightEquilibrium); };
  let held = null;
  const target = (event) => {
    const own = event.target.closest("[data-eq], [data-hold]");
    if (!own) return null;
    return own.dataset.hold !== undefined ? ["component", own.dataset.hold] : ["equilibrium", own.dataset.eq];
  };
  const paint = (what) => {
    darken();
    if (!what) return;
    if (what[0] === "component") lightComponent(what[1]); else lightEquilibrium(what[1]);
  };
  for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    document.addEventListener(enter, (event) => { const what = target(event); if (what) paint(what); });
    document.addEventListener(leave, (event) => { if (target(event)) paint(held); });
  }
  document.addEventListener("click", (event) => {
    const own = event.target.closest("button[data-eq], button[data-hold]");
    if (!own) return;
    const what = target(event);
    held = held && held[0] === what[0] && held[1] === what[1] ? null : what;
    all("button[aria-pressed]").forEach((b) => {
      const is = held && (b.dataset.hold !== undefined ? ["component", b.dataset.hold] : ["equilibrium", b.dataset.eq]);
      b.setAttribute("aria-pressed", String(Boolean(is) && is[0] === held[0] && is[1] === held[1]));
    });
    paint(held || what);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { held = null; darken(); all("button[aria-pressed]").forEach((b) => b.setAttribute("aria-pressed", "false")); } });

  // filters
  const form = one("filters");
  if (form) {
    const rows = all("table.equilibria tbody tr").map((row) => ({ row, values: JSON.parse(row.dataset.values) }));
    const value = (id) => (one(id) ? one(id).value.trim() : "");
    const within = (values) => values.every((v, i) => {
      const low = value("f-low" + i), high = value("f-high" + i);
      return (low === "" || v >= Number(low)) && (high === "" || v <= Number(high));
    });
    const sift = () => {
      const text = value("f-text").toLowerCase(), component = value("f-component");
      const marks = [value("f-flag"), value("f-pure")].filter(Boolean);
      let count = 0;
      for (const { row, values } of rows) {
        const has = row.dataset.marks.split(" ");
        const keep = row.dataset.words.includes(text) && (component === "" || row.dataset.component === component)
          && marks.every((mark) => has.includes(mark)) && within(values);
        row.hidden = !keep;
        count += keep;
      }
      one("f-count").textContent = count + " of " + rows.length + " shown";
      one("f-none").hidden = count > 0;
    };
    form.hidden = false;
    form.addEventListener("input", sift);
    form.addEventListener("reset", () => setTimeout(sift));
    form.addEventListener("submit", (event) => event.preventDefault());
    sift();
  }

  // figures as files: SVG as it is shown in light colours, PNG drawn from it at three times the size
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const text = (svg) => {
    const copy = svg.cloneNode(true);
    copy.classList.add("saved");
    const box = svg.viewBox.baseVal;
    if (box && box.width) { copy.setAttribute("width", box.width); copy.setAttribute("height", box.height); }
    return new XMLSerializer().serializeToString(copy);
  };
  const png = (svg, name) => {
    const box = svg.viewBox.baseVal, scale = 3;
    const width = (box && box.width) || svg.clientWidth, height = (box && box.height) || svg.clientHeight;
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = Math.ceil(width * scale);
      canvas.height = Math.ceil(height * scale);
      const pen = canvas.getContext("2d");
      pen.fillStyle = "#ffffff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      pen.drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, name + ".png"), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(text(svg));
  };
  all("figure[data-name]").forEach((figure) => {
    const svg = figure.querySelector("svg"), saves = figure.querySelector(".saves");
    if (!svg || !saves) return;
    saves.hidden = false;
    saves.addEventListener("click", (event) => {
      const kind = event.target.closest("[data-save]");
      if (!kind) return;
      if (kind.dataset.save === "png") png(svg, figure.dataset.name);
      else save(new Blob([text(svg)], { type: "image/svg+xml" }), figure.dataset.name + ".svg");
    });
  });
})();

// Filters, the keyboard, and a view for each article. All that it shows is in the HTML already.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");

  // What is remembered of the reader; a browser may refuse to.
  const memory = {
    get(key) { try { return localStorage.getItem("tqa-" + key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem("tqa-" + key, value); } catch { /* then not */ } },
  };
  const THEMES = { auto: "Theme: system", light: "Theme: light", dark: "Theme: dark" };
  const theme = () => (root.dataset.theme in THEMES ? root.dataset.theme : "auto");
  root.dataset.theme = memory.get("theme") || "auto";

  addEventListener("DOMContentLoaded", () => {
    const byId = (id) => document.getElementById(id);
    const all = (selector, within = document) => [...within.querySelectorAll(selector)];
    const form = byId("filters"), field = form.elements, live = byId("live"), help = byId("help");

    // --- what there is ----------------------------------------------------------------------------------------------

    const articles = all("main > article").map((element, number) => ({
      element, number, name: element.querySelector("h2").textContent, findings: [],
    }));
    const articleOf = new Map(articles.map((article) => [article.element, article]));
    const findings = all("main > article .note[data-rule]").map((note) => {
      const article = articleOf.get(note.closest("article"));
      const { rule, mqm } = note.dataset;
      const finding = { note, article, rule, mqm, severity: note.classList[1], shown: true };
      article.findings.push(finding);
      return finding;
    });
    const findingOf = new Map(findings.map((finding) => [finding.note, finding]));
    const rows = all("#index tbody tr");
    const single = articles.length === 1;
    root.classList.toggle("single", single);

    // --- the state, which the address holds ---------------------------------------------------------------------------

    const state = { article: null, finding: null, severity: new Set(), mqm: "", rule: "", q: "", sort: "" };

    function address() {
      const out = new URLSearchParams();
      if (state.article && !single) out.set("article", state.article.number + 1);
      if (state.severity.size) out.set("severity", [...state.severity].join());
      for (const key of ["mqm", "rule", "q", "sort"]) if (state[key]) out.set(key, state[key]);
      if (state.finding) out.set("at", state.finding.note.id);
      return location.href.split("#")[0] + "#" + out.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    }
    const keep = () => history.replaceState(null, "", address());

    // An address may also name an element, as the links do that work without a script.
    const hash = () => location.hash.slice(1);
    function read() {
      const target = byId(hash());
      if (target?.closest("main > article")) go(target, false);
      else if (target) keep();  // the skip link, say
      else restore(hash());
    }

    function restore(text) {
      const given = new URLSearchParams(text);
      const severities = all("input", form.querySelector("fieldset")).map((input) => input.value);
      state.severity = new Set((given.get("severity") || "").split(",").filter((s) => severities.includes(s)));
      for (const key of ["mqm", "rule", "q", "sort"]) state[key] = given.get(key) || "";
      const note = byId(given.get("at") || "");
      const finding = findingOf.get(note) || null;
      open(finding ? finding.article : articles[given.get("article") - 1] || (single ? articles[0] : null));
      fill();
      sort();
      update();
      if (finding && finding.shown) select(finding);
      else choose(null);
    }

    // --- filters --------------------------------------------------------------------------------------------------------

    const within = (value, chosen) => !chosen || value === chosen || value.startsWith(chosen + "/");
    const TESTS = {
      severity: (f) => !state.severity.size || state.severity.has(f.severity),
      mqm: (f) => within(f.mqm, state.mqm),
      rule: (f) => within(f.rule, state.rule),
      q: (f) => !state.q || textOf(f).includes(state.q.toLowerCase()),
    };
    const passes = (finding, but) => Object.keys(TESTS).every((key) => key === but || TESTS[key](finding));
    const textOf = (f) => (f.text ??= (f.article.name + "\n" + f.note.textContent).toLowerCase());
    const filtered = () => state.severity.size || state.mqm || state.rule || state.q;

    // What a filter offers: each value, and what it would leave with the other filters as they are.
    function offer(select, key, title) {
      const groups = new Map();
      for (const finding of findings) {
        const value = finding[key], count = passes(finding, key) ? 1 : 0;
        if (!value) continue;
        const group = value.split("/")[0];
        if (!groups.has(group)) groups.set(group, new Map());
        const values = groups.get(group);
        values.set(value, (values.get(value) || 0) + count);
      }
      const option = (value, text) => new Option(text, value, false, value === state[key]);
      const options = [option("", title)];
      for (const [group, values] of [...groups].sort()) {
        const box = document.createElement("optgroup");
        box.label = group;
        const sum = [...values.values()].reduce((a, b) => a + b);
        box.append(option(group, `all ${group} (${sum})`));
        for (const [value, count] of [...values].sort()) if (value !== group) box.append(option(value, `${value} (${count})`));
        options.push(box);
      }
      select.replaceChildren(...options);
    }

    function fill() {
      for (const input of all("input", form.querySelector("fieldset"))) input.checked = state.severity.has(input.value);
      field.q.value = state.q;
    }

    function update() {
      for (const finding of findings) {
        const shown = passes(finding);
        if (shown !== finding.shown) finding.note.hidden = !(finding.shown = shown);
      }
      for (const input of all("input", form.querySelector("fieldset"))) {
        const same = findings.filter((f) => f.severity === input.value);
        input.labels[0].hidden = !same.length;
        input.labels[0].querySelector("small").textContent = same.filter((f) => passes(f, "severity")).length;
      }
      offer(field.mqm, "mqm", "All categories");
      offer(field.rule, "rule", "All rules");
      form.querySelector("[type=reset]").hidden = !filtered();
      rows.forEach((row) => {
        const article = articleOf.get(byId(row.querySelector("a").hash.slice(1)));
        const count = article.findings.filter((f) => f.shown).length;
        row.querySelector(".count").textContent = count.toLocaleString("en");
        row.cells[2].dataset.v = count;
        row.querySelector(".by").firstChild.hidden = count !== article.findings.length;
        const named = !state.severity.size && !state.mqm && !state.rule && article.name.toLowerCase().includes(state.q.toLowerCase());
        row.hidden = !count && !named;
      });
      if (state.finding && !state.finding.shown) choose(null);
      mark();
      tell();
    }

    // Underlines and numbers in the open article, as the filters have it.
    function mark() {
      if (!state.article) return;
      for (const ref of all(".ref", state.article.element)) {
        ref.classList.toggle("off", !findingOf.get(byId(ref.hash.slice(1))).shown);
      }
      const lit = new Set(state.article.findings.filter((f) => f.shown).map(placeOf));
      for (const element of all(".m", state.article.element)) {
        element.classList.toggle("off", !names(element).some((name) => lit.has(name)));
      }
      for (const list of all(".notes", state.article.element)) {
        list.hidden = !list.querySelector(".note:not([hidden])");
      }
      settle();
    }

    // Notes in the margin: each beside its paragraph, or right below the notes before if those reach so far.
    function settle() {
      if (!state.article) return;
      const { element } = state.article, gap = 12;
      const lists = all(".segment > .notes:not([hidden])", element);
      for (const list of lists) list.style.removeProperty("--down");
      element.style.removeProperty("--tail");
      const boxes = lists.map((list) => ({ list, top: list.getBoundingClientRect().top, height: list.scrollHeight }));
      const end = element.lastElementChild.getBoundingClientRect().bottom;
      let free = -Infinity;
      for (const { list, top, height } of boxes) {
        if (free > top) list.style.setProperty("--down", `${free - top}px`);
        free = Math.max(free, top) + height + gap;
      }
      if (free > end) element.style.setProperty("--tail", `${free - end}px`);
    }
    addEventListener("resize", settle);
    document.addEventListener("toggle", settle, true);

    const names = (element) => [element.id, ...(element.dataset.p || "").split(" ")];
    const placeOf = (finding) => finding.note.querySelector(".spot a")?.hash.slice(1);
    const piecesOf = (name) => all(`.m[id="${name}"], .m[data-p~="${name}"]`);

    function tell() {
      const shown = findings.filter((f) => f.shown), at = shown.indexOf(state.finding);
      const total = shown.length.toLocaleString("en");
      byId("count").textContent = at >= 0 ? `${(at + 1).toLocaleString("en")} of ${total}` :
        filtered() ? `${total} of ${findings.length.toLocaleString("en")}` : `${total} finding${shown.length === 1 ? "" : "s"}`;
      byId("previous").disabled = byId("next").disabled = !shown.length;
    }

    form.addEventListener("input", () => {
      state.severity = new Set(all("input:checked", form.querySelector("fieldset")).map((input) => input.value));
      for (const key of ["mqm", "rule"]) state[key] = field[key].value;
      state.q = field.q.value.trim();
      update();
      keep();
      say(`${findings.filter((f) => f.shown).length} of ${findings.length} findings`);
    });
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      Object.assign(state, { severity: new Set(), mqm: "", rule: "", q: "" });
      fill();
      update();
      keep();
      field.q.focus();
      say(`All ${findings.length} findings`);
    });
    form.addEventListener("submit", (event) => event.preventDefault());

    // --- views -----------------------------------------------------------------------------------------------------------

    function open(article) {
      if (article === state.article) return;
      state.article?.element.classList.remove("open");
      state.article = article;
      article?.element.classList.add("open");
      root.classList.toggle("reading", !!article);
      byId("back").hidden = single || !article;
      document.title = (article && !single ? article.name + " – " : "") + "Translation QA report";
      mark();
    }

    function visit(article) {
      choose(null);
      open(article);
      history.pushState(null, "", address());
      scrollTo(0, 0);
      (article ? article.element.querySelector("h2") : byId("indexh"))?.focus({ preventScroll: true });
      tell();
    }

    // --- findings and places ---------------------------------------------------------------------------------------------

    const say = (text) => { live.textContent = text; };

    function choose(finding) {
      if (state.finding) {
        state.finding.note.classList.remove("current");
        state.finding.note.removeAttribute("aria-current");
        for (const piece of all(".m.current")) piece.classList.remove("current");
      }
      state.finding = finding;
      if (finding) {
        finding.note.classList.add("current");
        finding.note.setAttribute("aria-current", "true");
        for (const piece of piecesOf(placeOf(finding))) piece.classList.add("current");
      }
      tell();
    }

    function select(finding) {
      open(finding.article);
      choose(finding);
      finding.note.focus({ preventScroll: true });
      finding.note.scrollIntoView({ block: "nearest" });
      piecesOf(placeOf(finding))[0]?.scrollIntoView({ block: "nearest" });
      say(`${byId("count").textContent}, ${finding.severity}: ${finding.note.querySelector(".message").textContent}`);
      keep();
    }

    function step(by) {
      const shown = findings.filter((f) => f.shown);
      if (!shown.length) return;
      const here = shown.indexOf(state.finding);
      const first = shown.findIndex((f) => f.article === state.article);
      const next = here >= 0 ? here + by : by > 0 ? Math.max(first, 0) : (first >= 0 ? first : shown.length) - 1;
      select(shown[(next + shown.length) % shown.length]);
    }

    let origin = null;  // where a jump to a place began
    let unlit = 0;

    function flash(element) {
      for (const piece of all(".m.flash")) piece.classList.remove("flash");
      const pieces = piecesOf(element.id);
      for (const piece of pieces) piece.classList.add("flash");
      clearTimeout(unlit);
      unlit = setTimeout(() => pieces.forEach((piece) => piece.classList.remove("flash")), 2500);
      element.tabIndex = -1;
      element.focus({ preventScroll: true });
      element.scrollIntoView({ block: "center" });
      say(`In the text: ${pieces.map((piece) => piece.textContent).join("") || "between two characters"}`);
    }

    function go(element, push = true) {
      const article = articleOf.get(element.closest("article"));
      const finding = findingOf.get(element);
      if (element === article.element) return push ? visit(article) : (open(article), update(), keep());
      open(article);
      if (finding) {
        if (!finding.shown) form.reset();
        select(finding);
      } else {
        flash(element);
        keep();
      }
    }

    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (link.id === "back") {
        event.preventDefault();
        return visit(null);
      }
      const target = byId(link.hash.slice(1));
      if (!target?.closest("main > article")) return;
      event.preventDefault();
      origin = link.closest(".note") ? link : null;
      go(target);
    });
    addEventListener("popstate", read);

    // --- the index -------------------------------------------------------------------------------------------------------

    const collator = new Intl.Collator("en", { numeric: true });
    const heads = all("#index th[data-sort]");
    for (const head of heads) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const key = head.dataset.sort, down = "-" + key;
        state.sort = state.sort === (key === "name" ? key : down) ? (key === "name" ? down : key) : key === "name" ? key : down;
        sort();
        keep();
      });
    }

    function sort() {
      const down = state.sort.startsWith("-"), key = state.sort.slice(down);
      for (const head of heads) head.removeAttribute("aria-sort");
      const head = heads.find((h) => h.dataset.sort === key);
      if (head) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const column = head ? head.cellIndex : -1;
      const order = (a, b) => column < 0 ? 0 : column === 0 ?
        collator.compare(a.cells[0].textContent, b.cells[0].textContent) : a.cells[column].dataset.v - b.cells[column].dataset.v;
      const sorted = [...rows].sort((a, b) => (down ? -1 : 1) * order(a, b));
      rows[0]?.parentElement.append(...sorted);
    }

    for (const name of all(".chart th[data-mqm]")) {
      if (!findings.some((f) => f.mqm === name.dataset.mqm)) continue;
      const link = document.createElement("a");
      link.href = "#mqm=" + name.dataset.mqm;
      link.append(...name.childNodes);
      name.append(link);
    }

    // --- keys, help, theme -----------------------------------------------------------------------------------------------

    const KEYS = {
      j: () => step(1), n: () => step(1), k: () => step(-1), p: () => step(-1),
      u: () => single || visit(null),
      "/": () => field.q.focus(),
      "?": () => help.showModal(),
    };
    const keys = byId("keys");
    keys.checked = memory.get("keys") !== "off";
    keys.addEventListener("change", () => memory.set("keys", keys.checked ? "on" : "off"));
    addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.isComposing) return;
      if (event.key === "Escape") return back();
      if (!keys.checked || !KEYS[event.key] || event.target.matches?.("input:not([type=checkbox]), select, textarea")) return;
      event.preventDefault();
      KEYS[event.key]();
    });

    function back() {
      for (const piece of all(".m.flash")) piece.classList.remove("flash");
      if (origin?.isConnected) {
        origin.focus();
        origin.scrollIntoView({ block: "nearest" });
      } else {
        choose(null);
        if (document.activeElement.matches(".note, input")) document.activeElement.blur();
        keep();
      }
      origin = null;
    }

    byId("next").addEventListener("click", () => step(1));
    byId("previous").addEventListener("click", () => step(-1));
    byId("ask").addEventListener("click", () => help.showModal());
    const button = byId("theme");
    const label = () => { button.textContent = THEMES[theme()]; };
    button.addEventListener("click", () => {
      const order = Object.keys(THEMES);
      root.dataset.theme = order[(order.indexOf(theme()) + 1) % order.length];
      memory.set("theme", root.dataset.theme);
      label();
    });
    label();
    byId("tools").hidden = false;
    restore(byId(hash()) ? "" : hash());
    if (byId(hash())) read();
  });
})();

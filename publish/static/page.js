/* Overview and document page of fuhe: choosing, centring, filtering; and deciding, when `fuhe review` serves the page.
   No library, no network. Everything taken from data is set as text, never as HTML. */
"use strict";
(function () {
  const FUHE = window.FUHE || { decisions: {}, review: null };
  const $ = (selector, inside) => (inside || document).querySelector(selector);
  const $$ = (selector, inside) => Array.from((inside || document).querySelectorAll(selector));
  const root = document.body.dataset.root;
  const embedded = $("#data");
  const data = embedded ? JSON.parse(embedded.textContent) : { words: {}, numbers: {}, checks: [] };
  const word = (key) => data.words[key] || key;
  const fill = (key, facts) => word(key).replace(/\{(\w+)\}/g, (all, name) => (name in facts ? facts[name] : all));
  document.documentElement.classList.add("js");
  if (FUHE.review) document.body.classList.add("review");

  function make(tag, kind, text) {
    const element = document.createElement(tag);
    if (kind) element.className = kind;
    if (text !== undefined) element.textContent = text;
    return element;
  }
  let toasting;
  function toast(text, bad) {
    const element = $("#toast");
    element.textContent = text;
    element.classList.toggle("bad", Boolean(bad));
    clearTimeout(toasting);
    toasting = setTimeout(() => { element.textContent = ""; }, bad ? 8000 : 2500);
  }
  async function post(path, body, headers) {
    const answer = await fetch(root + path, { method: "POST", headers: headers || { "Content-Type": "application/json" }, body, credentials: "same-origin" });
    const told = await answer.json().catch(() => ({}));
    if (!answer.ok) throw new Error(told.error || String(answer.status));
    return told;
  }
  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  /* What the reviewer at this page said of a finding; the words of others are shown, never taken over. */
  function own(id) {
    const found = FUHE.decisions[id];
    return found && FUHE.review && found.by === FUHE.review.reviewer ? found : null;
  }

  /* What people decided, shown wherever a finding stands. */
  function showDecision(id) {
    const found = FUHE.decisions[id];
    $$(`[data-id="${CSS.escape(id)}"]`).forEach((place) => {
      const chip = $(".chip", place);
      chip.dataset.decision = found ? found.verdict : "";
      chip.textContent = found && found.verdict ? word(found.verdict) : "";
      if (place.tagName !== "ARTICLE") return;
      const mine = own(id);
      $(".who", place).textContent = found && found.by ? `${found.by} ${String(found.at || "").slice(0, 16).replace("T", " ")} ${found.reason ? data.reasons[found.reason] || found.reason : ""}${found.note && found !== mine ? " " + found.note : ""}` : "";
      $$("button[data-verdict]", place).forEach((button) => button.setAttribute("aria-pressed", String(Boolean(mine) && mine.verdict === button.dataset.verdict)));
      const reason = $(".reason", place), note = $("textarea", place);
      reason.hidden = !(mine && mine.verdict === "false");
      $("select", reason).value = (mine && mine.reason) || "";
      if (document.activeElement !== note) note.value = (mine && mine.note) || "";
      const conflict = $(".conflict", place);
      conflict.hidden = !(found && found.others && found.others.length);
      conflict.replaceChildren();
      if (!conflict.hidden) {
        conflict.append(make("b", "", word("conflict")));
        found.others.forEach((other) => conflict.append(make("div", "", `${other.by}: ${word(other.verdict)} ${other.note || ""}`)));
      }
    });
  }

  if (document.body.classList.contains("document")) documentPage(); else indexPage();

  function documentPage() {
    const items = $$(".item"), articles = new Map($$("article.finding").map((article) => [article.dataset.id, article]));
    const sheets = $("#sheets"), inspector = $("#inspector");
    let current = null, stop = 0;
    items.forEach((item) => showDecision(item.dataset.id));

    const shown = () => items.filter((item) => !item.parentElement.hidden);
    function places(rank) {
      return $$(`[data-f~="${rank}"]`, sheets);
    }
    function groups(rank) {
      /* Marks of a finding that touch or follow each other on one sheet count as one stop. */
      const out = [];
      places(rank).forEach((mark) => {
        const sheet = mark.closest(".sheet"), last = out[out.length - 1];
        if (last && last.sheet === sheet && last.marks.length < 4) last.marks.push(mark); else out.push({ sheet, marks: [mark] });
      });
      return out;
    }
    function centre(mark) {
      const frame = sheets.getBoundingClientRect(), box = mark.getBoundingClientRect();
      const scrolls = sheets.scrollHeight > sheets.clientHeight + 1;
      if (scrolls) {
        sheets.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
        sheets.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
      } else mark.scrollIntoView({ block: "center", inline: "center" });
    }
    function select(id, options) {
      const article = articles.get(id);
      if (!article) return;
      inspector.hidden = true;
      articles.forEach((other) => other.classList.toggle("current", other === article));
      items.forEach((item) => {
        const mine = item.dataset.id === id;
        item.classList.toggle("current", mine);
        if (mine) { item.setAttribute("aria-current", "true"); item.scrollIntoView({ block: "nearest" }); } else item.removeAttribute("aria-current");
      });
      $$(".current", sheets).forEach((mark) => mark.classList.remove("current"));
      places(article.dataset.f).forEach((mark) => mark.classList.add("current"));
      current = id; stop = 0;
      const first = places(article.dataset.f)[0];
      if (first) centre(first);
      $("#detail").scrollTop = 0;
      if (!options || !options.silent) history.replaceState(null, "", "#f-" + id);
    }
    function step(by) {
      const list = shown(), at = list.findIndex((item) => item.dataset.id === current), next = list[at + by];
      if (next) return select(next.dataset.id);
      const order = FUHE.review ? FUHE.review.documents.filter((one) => one.findings.length) : [];
      const mine = order.findIndex((one) => one.id === data.document), other = order[mine + by];
      if (other && mine >= 0 && (at + by >= list.length || at + by < 0)) location.href = root + other.href;
      else toast(word("at_end"));
    }
    items.forEach((item) => item.addEventListener("click", (event) => { event.preventDefault(); select(item.dataset.id); }));
    $$(".stop").forEach((button) => button.addEventListener("click", () => {
      const article = button.closest("article"), found = groups(article.dataset.f);
      const page = /\d+/.exec(button.textContent);
      const sheet = page && $("#p" + page[0]);
      const group = found.find((one) => one.sheet === sheet) || found[Math.min(Number(button.dataset.stop), found.length - 1)];
      if (group) centre(group.marks[0]);
    }));

    /* The inspector: every check a number takes part in. */
    function inspect(index) {
      const found = data.numbers[index];
      if (!found) return;
      const [text, state, checks] = found;
      inspector.replaceChildren();
      const close = make("button", "close", word("close"));
      close.type = "button";
      close.addEventListener("click", () => { inspector.hidden = true; });
      inspector.append(close, make("h2", "", text), make("p", "", word(state)));
      checks.forEach((number) => {
        const check = data.checks[number];
        const head = make("h3", "", "");
        head.append(make("span", "verdict " + check.verdict, check.label), ` ${check.title} `, make("small", "", check.rule));
        const list = make("dl");
        check.parts.forEach(([label, told]) => list.append(make("dt", "", label), make("dd", "", told)));
        inspector.append(head, make("p", "", check.message), list);
      });
      if (!checks.length && state !== "excluded") inspector.append(make("p", "", word("no_check")));
      inspector.hidden = false;
      $("#detail").scrollTop = 0;
    }
    sheets.addEventListener("click", (event) => {
      const number = event.target.closest("[data-n]"), mark = event.target.closest("[data-f]");
      if (mark) {
        const rank = mark.dataset.f.split(" ")[0], item = items.find((one) => one.dataset.f === rank);
        if (item) { item.parentElement.hidden = false; const top = sheets.scrollTop; select(item.dataset.id); sheets.scrollTop = top; }
      }
      if (number) {
        inspect(number.dataset.n);
        if (!mark) return;
      }
    });
    /* The list of all numbers leads to the same inspector, for those who use no mouse. */
    $$(".numbers button[data-n]").forEach((button) => button.addEventListener("click", () => { inspect(button.dataset.n); inspector.focus(); }));
    /* In the pictures boxes of findings lie over numbers: find the finding under a clicked number. */
    $$("rect.n", sheets).forEach((rect) => rect.addEventListener("click", () => {
      const mine = rect.getBoundingClientRect();
      const x = mine.left + mine.width / 2, y = mine.top + mine.height / 2;
      const over = $$("g.f rect", rect.closest("svg")).find((one) => { const box = one.getBoundingClientRect(); return box.left <= x && x <= box.right && box.top <= y && y <= box.bottom; });
      if (!over) return;
      const item = items.find((one) => one.dataset.f === over.parentElement.dataset.f);
      if (item) { const top = sheets.scrollTop; select(item.dataset.id); sheets.scrollTop = top; }
    }));

    /* Filters. */
    const search = $("#search"), bySeverity = $("#by-severity"), byDecision = $("#by-decision");
    function filter() {
      const wanted = search.value.trim().toLowerCase();
      items.forEach((item) => {
        const found = FUHE.decisions[item.dataset.id], verdict = (found && found.verdict) || "open";
        item.parentElement.hidden = !(
          (!wanted || item.dataset.text.toLowerCase().includes(wanted)) &&
          (!bySeverity.value || item.dataset.severity === bySeverity.value) &&
          (!byDecision.value || verdict === byDecision.value));
      });
    }
    [search, bySeverity, byDecision].forEach((control) => control.addEventListener("input", filter));
    $$(".state-toggle").forEach((box) => {
      const apply = () => sheets.classList.toggle("hide-" + box.value, !box.checked);
      box.addEventListener("change", apply);
      apply();
    });

    /* Decisions. */
    const locked = !FUHE.review || FUHE.review.readonly;
    if (FUHE.review && FUHE.review.readonly) $$(".decide button, .decide select, .decide textarea, #undo").forEach((control) => { control.disabled = true; });
    function progress() {
      if (!FUHE.review) return;
      const mine = new Set(items.map((item) => item.dataset.id));
      let all = 0, done = 0;
      FUHE.review.documents.forEach((one) => one.findings.forEach((id) => {
        all += 1;
        const found = FUHE.decisions[id];
        if (found && found.verdict && found.verdict !== "pending") done += 1;
        mine.delete(id);
      }));
      $("#progress").textContent = fill("progress", { done, all: all + mine.size });
    }
    let saving = Promise.resolve();
    function save(id, change) {
      if (locked) { toast(word("readonly"), true); return saving; }
      const before = own(id) || { verdict: "", note: "", reason: "" };
      const body = { finding: id, document: data.document, rule: articles.get(id).dataset.rule, verdict: before.verdict, note: before.note || "", reason: before.reason || "", ...change };
      if (body.verdict !== "false") body.reason = "";
      saving = saving.then(() => post("api/decisions", JSON.stringify(body))).then((told) => {
        FUHE.decisions[id] = told.decision;
        showDecision(id); progress();
        document.body.dataset.saved = String(Number(document.body.dataset.saved || 0) + 1);
        toast(told.decision.verdict ? word(told.decision.verdict) : word("saved"));
      }).catch((error) => { toast(fill("not_saved", { reason: error.message }), true); });
      return saving;
    }
    function undo() {
      if (locked) return;
      saving = saving.then(() => post("api/undo", "{}")).then((told) => {
        if (!told.finding) { toast(word("nothing_to_undo")); return; }
        if (told.decision) FUHE.decisions[told.finding] = told.decision; else delete FUHE.decisions[told.finding];
        showDecision(told.finding); progress();
        document.body.dataset.saved = String(Number(document.body.dataset.saved || 0) + 1);
        if (articles.has(told.finding)) select(told.finding);
        toast(word("undone"));
      }).catch((error) => toast(fill("not_saved", { reason: error.message }), true));
    }
    articles.forEach((article, id) => {
      $$("button[data-verdict]", article).forEach((button) => button.addEventListener("click", () => save(id, { verdict: button.dataset.verdict })));
      $(".reason select", article).addEventListener("change", (event) => save(id, { reason: event.target.value }));
      $("textarea", article).addEventListener("change", (event) => save(id, { note: event.target.value }));
      $("form.decide", article).addEventListener("submit", (event) => event.preventDefault());
    });
    $("#undo").addEventListener("click", undo);

    const help = $("#help");
    $("#help-button").addEventListener("click", () => help.showModal());
    const verdicts = { a: "true", r: "false", p: "partly", u: "unknown", w: "pending" };
    document.addEventListener("keydown", (event) => {
      const key = event.key.toLowerCase();
      if (help.open) return;
      if (event.key === "Escape") { event.target.blur(); inspector.hidden = true; return; }
      if (typing(event.target) || event.altKey || event.metaKey) return;
      if (event.ctrlKey) { if (key === "z") { event.preventDefault(); undo(); } return; }
      const done = () => event.preventDefault();
      if (key === "j" || key === "k") { done(); step(key === "j" ? 1 : -1); }
      else if (verdicts[key] && current && FUHE.review) { done(); save(current, { verdict: verdicts[key] }); }
      else if (key === "n" && current && FUHE.review) { done(); $("textarea", articles.get(current)).focus(); }
      else if (key === "h") { done(); sheets.classList.toggle("boxes-off"); }
      else if (key === "?") { done(); help.showModal(); }
      else if (key === "/") { done(); search.focus(); }
      else if (event.key === " " && !/^(BUTTON|SUMMARY|A)$/.test(event.target.tagName)) {
        done();
        sheets.classList.toggle("zoomed");
        const mark = current && places(articles.get(current).dataset.f)[0];
        if (mark) centre(mark);
      }
    });
    progress();
    const wanted = location.hash.startsWith("#f-") ? location.hash.slice(3) : "";
    if (wanted && data.elsewhere[wanted]) { location.replace(data.elsewhere[wanted] + location.hash); return; }
    const first = articles.has(wanted) ? wanted : items.length ? items[0].dataset.id : "";
    if (first) select(first, { silent: true });
    window.addEventListener("hashchange", () => { const id = location.hash.slice(3); if (location.hash.startsWith("#f-") && id !== current) select(id, { silent: true }); });
    window.addEventListener("load", () => { if (current) { const mark = places(articles.get(current).dataset.f)[0]; if (mark) centre(mark); } });
  }

  function indexPage() {
    /* Sort by a column, search, progress by document, conflicts, decisions on findings that are gone, a file dropped. */
    $$("table.sortable").forEach((table) => $$("th button", table).forEach((button) => button.addEventListener("click", () => {
      const head = button.closest("th"), at = Array.from(head.parentElement.children).indexOf(head);
      const up = head.getAttribute("aria-sort") !== "ascending", body = table.tBodies[0];
      const value = (row) => row.children[at].dataset.v || row.children[at].textContent.trim();
      const rows = Array.from(body.rows).sort((one, two) => {
        const a = value(one), b = value(two), x = Number(a), y = Number(b);
        const order = a !== "" && b !== "" && !Number.isNaN(x) && !Number.isNaN(y) ? x - y : a.localeCompare(b, document.documentElement.lang);
        return up ? order : -order;
      });
      $$("th", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      body.append(...rows);
    })));
    const search = $("#search"), severity = $("#by-severity");
    const filter = () => $$("[data-text]").forEach((row) => {
      row.hidden = !row.dataset.text.toLowerCase().includes(search.value.trim().toLowerCase()) || Boolean(severity && severity.value && row.dataset.severity !== severity.value);
    });
    [search, severity].forEach((control) => control && control.addEventListener("input", filter));
    const chosen = () => { if (severity && /^#(error|warning|note)$/.test(location.hash)) { severity.value = location.hash.slice(1); filter(); } };
    chosen();
    window.addEventListener("hashchange", chosen);
    $$("[data-id]").forEach((place) => { const chip = $(".chip", place); const found = FUHE.decisions[place.dataset.id]; if (chip && found && found.verdict) { chip.dataset.decision = found.verdict; chip.textContent = word(found.verdict); } });
    if (!FUHE.review) return;
    let all = 0, done = 0;
    FUHE.review.documents.forEach((one) => {
      const judged = one.findings.filter((id) => FUHE.decisions[id] && FUHE.decisions[id].verdict && FUHE.decisions[id].verdict !== "pending").length;
      all += one.findings.length; done += judged;
      const cell = $(`tr[data-document="${CSS.escape(one.id)}"] .judged`);
      if (cell) { cell.textContent = `${judged}/${one.findings.length}`; cell.dataset.v = String(judged); }
    });
    const progress = $("#progress");
    if (progress) progress.textContent = fill("progress", { done, all });
    listing("#conflicts", FUHE.review.conflicts, (one) => `${one.rule} ${one.message || one.finding} — ${one.told.map((two) => `${two.by} ${word(two.verdict)}`).join(" ≠ ")}`);
    listing("#orphans", FUHE.review.orphans, (one) => `${one.rule} ${one.finding}: ${one.by} ${word(one.verdict)} ${one.note || ""}`);
    function listing(where, rows, told) {
      const box = $(where);
      if (!box || !rows.length) return;
      box.hidden = false;
      rows.slice(0, 500).forEach((one) => {
        const line = make("li");
        if (one.href) { const link = make("a", "", told(one)); link.href = root + one.href; line.append(link); } else line.textContent = told(one);
        $("ul", box).append(line);
      });
    }
    const drop = $("#drop"), pick = $("#pick");
    if (!drop || FUHE.review.readonly) { if (drop) drop.hidden = true; return; }
    async function send(file) {
      $("#dropped").textContent = fill("checking", { name: file.name });
      try {
        const told = await post("api/check", file, { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) });
        location.href = root + told.href;
      } catch (error) { $("#dropped").textContent = error.message; }
    }
    pick.addEventListener("change", () => pick.files[0] && send(pick.files[0]));
    document.addEventListener("dragover", (event) => { event.preventDefault(); document.body.classList.add("dragging"); });
    document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) document.body.classList.remove("dragging"); });
    document.addEventListener("drop", (event) => { event.preventDefault(); document.body.classList.remove("dragging"); if (event.dataTransfer.files[0]) send(event.dataTransfer.files[0]); });
  }
})();

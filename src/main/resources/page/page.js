// The page of a running Caravan: it shows what /api/v1 says, and asks it to do what a person decides. Whatever comes from outside
// is set as text, never as markup.

const TABS = [
  ["activity", "Activity"], ["held", "Held"], ["conflicts", "Conflicts"], ["problems", "Problems"],
  ["trash", "Trash and undo"], ["plan", "Plan"], ["history", "History"],
];
const SHOWN = 200;
const SILENCE = 15000; // a sign comes every five seconds
const $ = id => document.getElementById(id);

let token = sessionStorage.getItem("caravan-token");
let mounts = [];
let chosen = null;
let tab = "activity";
let last = 0;
let activity = [];
let searched = "";
let charts = [];
let drawn = "";
let decided = false;
let heard = Date.now();

// ---- what a page is made of

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter(child => child != null && child !== ""));
  return made;
}

const row = (...children) => el("div", { class: "row" }, ...children);
const act = (text, action, kind = "", id = null) => el("button", { class: `do ${kind}`, type: "button", id, onclick: action }, text);
const path = text => el("span", { class: "path" }, visible(text));
const when = time => el("time", { class: "time", datetime: time, title: time }, new Date(time).toLocaleString());
const note = (text, id = null) => el("p", { class: "quiet", id }, text);

function visible(text) {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    c => "\\u" + c.codePointAt(0).toString(16).padStart(4, "0"));
}

function size(bytes) {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let i = 0;
  for (; bytes >= 1000 && i < units.length - 1; i++) bytes /= 1000;
  return `${i === 0 ? bytes : bytes.toFixed(1)} ${units[i]}`;
}

function span(seconds) {
  if (seconds < 60) return `${Math.max(0, Math.floor(seconds))} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86400)} d`;
}

const age = time => (Date.now() - Date.parse(time)) / 1000;
const count = (number, noun, several = noun + "s") => `${number} ${number === 1 ? noun : several}`;

function say(text) {
  $("said").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { $("said").textContent = ""; }, 8000);
}

// ---- asking

async function ask(method, where, body) {
  const answer = await fetch("/api/v1/" + where, {
    method,
    headers: { Authorization: "Bearer " + token, ...(body ? { "Content-Type": "application/json" } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (answer.status === 401) lock();
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message || answer.statusText);
  return said;
}

const ofMount = (what = "") => `mounts/${encodeURIComponent(chosen)}${what}`;

async function tell(what, body, done) {
  try {
    const answer = await ask("POST", ofMount(what), body || {});
    say(typeof done === "function" ? done(answer) : done);
    draw(true);
  } catch (e) {
    say(e.message);
  }
}

function lock() {
  token = null;
  sessionStorage.removeItem("caravan-token");
  $("locked").hidden = false;
  link("locked", true);
}

function link(text, bad) {
  $("link").textContent = text;
  $("link").className = bad ? "bad" : "";
  $("overview").classList.toggle("stale", bad);
}

/** A link is good for one time: what it brings is exchanged for a token of this page, and leaves the address. */
async function open() {
  const words = new URLSearchParams(location.hash.slice(1));
  const once = words.get("token");
  if (TABS.some(([id]) => id === words.get("tab"))) tab = words.get("tab");
  if (once) {
    history.replaceState(null, "", location.pathname);
    const answer = await fetch("/api/v1/session", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token: once }),
    });
    const said = await answer.json();
    if (answer.ok) {
      token = said.token;
      sessionStorage.setItem("caravan-token", token);
    } else if (!token) {
      say(said.message);
    }
  }
  if (token) follow();
  else lock();
}

// ---- the stream

async function follow() {
  for (let pause = 500; token; pause = Math.min(pause * 2, 10000)) {
    try {
      const answer = await fetch("/api/v1/stream" + (last ? "?since=" + last : ""), {
        headers: { Authorization: "Bearer " + token },
      });
      if (answer.status === 401) return lock();
      if (!answer.ok) throw new Error((await answer.json()).message);
      link("live", false);
      heard = Date.now();
      pause = 500;
      await read(answer.body.getReader());
    } catch (e) {
      // said below
    }
    link("not reachable, what you see is old: is Caravan running? After a restart: caravan page", true);
    await new Promise(done => setTimeout(done, pause));
  }
}

async function read(reader) {
  const decoder = new TextDecoder();
  for (let text = ""; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    if (Date.now() - heard > SILENCE) link("live", false);
    heard = Date.now();
    text += decoder.decode(value, { stream: true });
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      take(text.slice(0, end));
      text = text.slice(end + 2);
    }
  }
}

function take(block) {
  const fields = {};
  for (const line of block.split("\n")) {
    const colon = line.indexOf(": ");
    if (colon > 0) fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  if (!fields.event) return;
  const data = JSON.parse(fields.data);
  if (fields.event === "status") stand(data.mounts);
  if (fields.event === "happened") happened(data);
  if (fields.event === "gap") {
    say("Some events were missed: the list was read again.");
    if (tab === "activity") draw(true);
  }
}

function happened(event) {
  last = Math.max(last, event.id);
  if (event.mount !== chosen) return;
  if (tab === "activity" && !searched && !activity.some(known => known.id === event.id)) {
    activity = [event, ...activity].slice(0, SHOWN);
    const list = $("activity-list");
    if (list) {
      list.prepend(happening(event));
      while (list.children.length > SHOWN) list.lastChild.remove();
      $("nothing")?.remove();
    }
  }
}

// ---- the mounts

const overdue = mount => !mount.paused && mount.succeeded && age(mount.succeeded) > Math.max(300, 3 * mount.interval);
const failing = mount => mount.state === "halted" || mount.fault !== "" || overdue(mount);
const oldest = mount => [mount.oldestToS3, mount.oldestToFolder].filter(Boolean).sort()[0];

function stands(mount) {
  if (mount.fault) return el("p", { class: "stands red" }, visible(mount.fault));
  if (mount.inStep && (mount.paused || mount.state === "waiting" || mount.state === "halted")) {
    return el("p", { class: "stands warn" }, `was in step ${span(age(mount.looked))} ago; nobody has looked since`);
  }
  if (mount.inStep) {
    return el("p", { class: "stands good" }, "in step" + (mount.inStepSince ? ` for ${span(age(mount.inStepSince))}` : ""));
  }
  const parts = [];
  if (mount.waiting) parts.push(count(mount.waiting, "path") + " waiting");
  if (mount.held) parts.push(count(mount.held, "deletion") + " held");
  if (mount.problems) parts.push(count(mount.problems, "problem"));
  const since = oldest(mount);
  return el("p", { class: "stands warn" },
    "not in step" + (parts.length ? ": " + parts.join(", ") : " yet") + (since ? `; oldest change ${span(age(since))} ago` : ""));
}

function card(mount) {
  const busy = ["listing", "scanning", "transferring"].includes(mount.state) && mount.waiting > 0;
  const total = mount.done.paths + mount.waiting;
  return el("article", { class: `card ${failing(mount) ? "bad" : ""} ${mount.mount === chosen ? "chosen" : ""}`, "data-mount": mount.mount },
    el("h2", {},
      el("button", { type: "button", "aria-pressed": String(mount.mount === chosen), onclick: () => choose(mount.mount) }, visible(mount.mount)),
      el("span", { class: "state " + (failing(mount) ? "red" : "") }, mount.state)),
    el("p", { class: "place" }, `${visible(mount.folder)} ${{ upload: "→", download: "←" }[mount.direction] || "⇄"} ${visible(mount.location)}`),
    stands(mount),
    mount.reason && mount.reason !== mount.fault ? el("p", { class: "warn" }, visible(mount.reason)) : null,
    overdue(mount) ? el("p", { class: "red" }, `overdue: no pass succeeded for ${span(age(mount.succeeded))}`) : null,
    busy ? el("progress", { max: total, value: mount.done.paths, "aria-label": `${mount.done.paths} of ${total} paths that were found so far` }) : null,
    busy ? el("p", { class: "quiet" }, `${count(mount.done.paths, "path")} carried over (${size(mount.done.bytes)}), ${mount.waiting} more found so far`) : null,
    mount.conflicts ? el("p", { class: "warn" }, count(mount.conflicts, "conflict copy", "conflict copies")) : null,
    el("p", { class: "quiet" }, mount.succeeded ? `last success ${span(age(mount.succeeded))} ago` : "no pass has succeeded yet",
      mount.next && !mount.paused ? `, next pass in ${span(-age(mount.next))}` : ""));
}

function stand(now) {
  const before = mounts;
  mounts = now;
  if (!mounts.some(mount => mount.mount === chosen)) choose(mounts[0]?.mount ?? null);
  const focused = document.activeElement?.closest?.("[data-mount]")?.dataset.mount;
  $("overview").replaceChildren(...mounts.map(card));
  if (focused) [...document.querySelectorAll("[data-mount]")].find(each => each.dataset.mount === focused)?.querySelector("button").focus();
  drawTabs();
  const old = before.find(mount => mount.mount === chosen);
  const mount = mounts.find(each => each.mount === chosen);
  const watched = ["held", "problems", "conflicts"].concat(decided ? ["lastEnded"] : []);
  const changed = old && mount && watched.some(what => old[what] !== mount[what]);
  if (changed && ["held", "problems", "conflicts"].includes(tab)) draw(true);
  if (tab === "activity" && mount) drawInFlight(mount);
  steer(mount);
}

function choose(name) {
  chosen = name;
  $("mount").hidden = name === null;
  $("name").textContent = name === null ? "" : visible(name);
  activity = [];
  drawn = "";
  document.querySelectorAll("[data-mount]").forEach(each => {
    each.classList.toggle("chosen", each.dataset.mount === name);
    each.querySelector("button").setAttribute("aria-pressed", String(each.dataset.mount === name));
  });
  drawTabs();
  draw(true);
}

function steer(mount) {
  const pause = $("pause");
  if (pause && mount) {
    pause.textContent = mount.paused ? "Resume" : "Pause";
    $("sync-now").disabled = mount.paused;
  }
}

// ---- the tabs

function drawTabs() {
  const mount = mounts.find(each => each.mount === chosen);
  const labels = TABS.map(([id, label]) => {
    const number = mount && { held: mount.held, conflicts: mount.conflicts, problems: mount.problems }[id];
    return [id, number ? `${label} (${number})` : label];
  });
  if ($("tabs").children.length === labels.length) {
    labels.forEach(([id, label]) => {
      const button = $("tab-" + id);
      if (button.textContent !== label) button.textContent = label;
      button.setAttribute("aria-selected", String(id === tab));
      button.tabIndex = id === tab ? 0 : -1;
    });
    return;
  }
  $("tabs").replaceChildren(...labels.map(([id, label]) => el("button", {
    role: "tab", type: "button", id: "tab-" + id, "aria-selected": String(id === tab), "aria-controls": "panel",
    tabindex: id === tab ? 0 : -1, onclick: () => select(id), onkeydown: move,
  }, label)));
}

function move(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const i = (TABS.findIndex(([id]) => id === tab) + step + TABS.length) % TABS.length;
  select(TABS[i][0]);
  $("tab-" + TABS[i][0]).focus();
}

function select(id) {
  tab = id;
  drawTabs();
  draw(true);
}

async function draw(anew) {
  if (chosen === null || !token) return;
  const what = chosen + "/" + tab;
  if (!anew && drawn === what) return;
  drawn = what;
  charts.forEach(chart => chart.destroy());
  charts = [];
  $("panel").setAttribute("aria-labelledby", "tab-" + tab);
  try {
    const content = await panels[tab]();
    if (drawn === what) {
      $("panel").replaceChildren(...content);
      steer(mounts.find(each => each.mount === chosen));
      if (tab === "history") plot();
    }
  } catch (e) {
    if (drawn === what) $("panel").replaceChildren(el("p", { class: "red" }, e.message));
  }
}

const happening = event => el("li", { class: event.level === "ERROR" ? "red" : event.level === "WARN" ? "warn" : "" },
  when(event.time), el("span", { class: "grow" }, event.text));

function drawInFlight(mount) {
  $("in-flight")?.replaceChildren(...(mount.inFlight.length === 0 ? [] : [
    el("h3", {}, "In flight"),
    el("ul", { class: "list" }, mount.inFlight.map(each => el("li", {},
      el("span", {}, each.action), el("span", { class: "grow" }, path(each.path)),
      each.moved > 0 && each.bytes > 0
        ? el("progress", { class: "small", max: each.bytes, value: Math.min(each.moved, each.bytes), "aria-label": `${size(each.moved)} of ${size(each.bytes)}` }) : "",
      el("span", { class: "quiet" }, `${each.moved > 0 ? size(Math.min(each.moved, each.bytes)) + " of " : ""}${size(each.bytes)}, for ${span(age(each.since))}`)))),
  ]));
}

/** Paths with a box each, so that some of them, or all, can be decided about. */
function boxes(some, line) {
  const all = some.map(each => ({ path: each.path, box: el("input", { type: "checkbox", "aria-label": visible(each.path) }) }));
  const every = el("input", { type: "checkbox", id: "all", onchange: () => all.forEach(each => { each.box.checked = every.checked; }) });
  return {
    paths: () => {
      const ticked = [...new Set(all.filter(each => each.box.checked).map(each => each.path))];
      if (!ticked.length) say("Tick the paths that you mean.");
      return ticked;
    },
    head: el("label", {}, every, ` all ${some.length} that are shown`),
    list: el("ul", { class: "list" }, some.map((each, i) => el("li", {}, all[i].box, ...line(each)))),
  };
}

const panels = {
  async activity() {
    const asked = await ask("GET", ofMount(`/events?limit=${SHOWN}${searched ? "&path=" + encodeURIComponent(searched) : ""}`));
    activity = searched ? asked.events
      : [...activity.filter(each => !asked.events.some(known => known.id === each.id) && each.id > (asked.events[0]?.id ?? 0)), ...asked.events];
    if (activity.length) last = Math.max(last, activity[0].id);
    const search = el("input", { type: "search", id: "search", placeholder: "part of a path", "aria-label": "Search by path", value: searched });
    return [
      row(act("Sync now", () => tell("/sync-now", {}, "A pass begins."), "main", "sync-now"),
        act("Pause", () => {
          const paused = mounts.find(each => each.mount === chosen)?.paused;
          tell(paused ? "/resume" : "/pause", {}, paused ? "Passes go on." : "No further pass begins.");
        }, "", "pause")),
      el("div", { id: "in-flight" }),
      el("h3", {}, "What happened"),
      el("form", { class: "row", onsubmit: event => { event.preventDefault(); searched = search.value; draw(true); } },
        search, el("button", { class: "do", type: "submit" }, "Search")),
      activity.length ? "" : note(searched ? "No event of such a path is kept." : "Nothing yet.", "nothing"),
      el("ul", { class: "list", id: "activity-list" }, activity.map(happening)),
    ].filter(Boolean);
  },

  async held() {
    const { held } = await ask("GET", ofMount("/held"));
    decided = held.some(each => each.verdict); // the next pass carries it out, and then they go from this list
    if (!held.length) return [note("No deletion is held.")];
    const some = boxes(held, each => [
      el("span", { class: "grow" }, path(each.path), ` not deleted ${each.where} because ${each.why}`),
      each.verdict ? el("strong", {}, each.verdict) : when(each.since),
    ]);
    const decide = async (verdict, done) => {
      const paths = new Set(some.paths());
      let decided = 0;
      try {
        for (const side of new Set(held.map(each => each.side))) {
          const those = held.filter(each => each.side === side && paths.has(each.path)).map(each => each.path);
          if (those.length) decided += (await ask("POST", ofMount("/" + verdict), { paths: those, side })).done;
        }
        if (paths.size) say(`${count(decided, "deletion")} ${done}`);
      } catch (e) {
        say(e.message);
      }
      draw(true);
    };
    return [
      note("These paths are missing on one side. Reject brings them back from the other side; approve deletes them there, too."),
      row(some.head, act("Reject: restore them", () => decide("reject", "rejected: the next pass restores them"), "main"),
        act("Approve: delete them", () => decide("approve", "approved: the next pass carries them out"), "danger")),
      some.list,
    ];
  },

  async conflicts() {
    const { conflicts } = await ask("GET", ofMount("/conflicts"));
    if (!conflicts.length) return [note("No conflict copies.")];
    const version = (title, it, keep, copy) => el("div", { class: "version" },
      el("h3", {}, title), path(it.path),
      el("p", { class: "quiet" }, it.bytes === undefined ? "is not there" : size(it.bytes) + ", modified "), it.modified ? when(it.modified) : "",
      it.bytes === undefined || !keep ? "" : row(act("Keep this one", () => tell("/settle", { copy, keep }, answer => answer.message), "main")));
    return [
      note("Both sides changed these files. The older version became a copy; what is not kept goes to the trash."),
      el("ul", { class: "list" }, conflicts.map(each => el("li", {}, el("div", { class: "both" },
        each.file ? version("The file", each.file, "file", each.copy.path) : "",
        version("The copy" + (each.copyOf ? { folder: ", from the folder", s3: ", from S3" }[each.copyOf] : ""), each.copy, each.file ? "copy" : "", each.copy.path)),
        act("Keep both", () => tell("/settle", { copy: each.copy.path, keep: "both" }, answer => answer.message))))),
    ];
  },

  async problems() {
    const { problems } = await ask("GET", ofMount("/problems"));
    if (!problems.length) return [note("No problems.")];
    return [el("ul", { class: "list" }, problems.map(each => el("li", {},
      el("span", { class: "grow" }, each.path ? path(each.path) : "the mount", " ", each.why),
      each.path ? act("Why?", () => why(each.path)) : "")))];
  },

  async trash() {
    const { trash } = await ask("GET", ofMount("/trash"));
    const paths = new Set();
    const newest = trash.reverse().filter(each => !paths.has(each.path) && paths.add(each.path)).slice(0, 2000);
    const some = boxes(newest, each => [
      el("span", { class: "grow" }, path(each.path)), el("span", { class: "quiet" }, size(each.bytes)), when(each.time)]);
    const since = el("input", { type: "datetime-local", id: "since", "aria-label": "Since" });
    const from = () => since.value ? new Date(since.value).toISOString() : "";
    const result = el("div", { id: "undo" });
    const preview = async () => {
      try {
        const { undo } = await ask("GET", ofMount("/undo" + (from() ? "?since=" + encodeURIComponent(from()) : "")));
        result.replaceChildren(...prospect(undo));
      } catch (e) {
        say(e.message);
      }
    };
    return [
      el("h3", {}, "Undo"),
      note("Brings back what passes deleted or replaced, on both sides: the last pass that did, or all since a time."),
      row(since, act("Preview", preview)),
      result,
      el("h3", {}, "Trash of the folder"),
      trash.length > newest.length ? note(`The newest version of each path: ${count(trash.length - newest.length, "older one")} can be found in the folder, below .caravan/trash.`) : "",
      ...(newest.length === 0 ? [note("It is empty.")] : [
        row(some.head, act("Restore", () => {
          const paths = some.paths();
          if (paths.length) {
            tell("/restore", { paths }, answer => `${count(answer.done, "file")} brought back`
              + answer.failed.map(each => `; ${visible(each.path)}: ${each.why}`).join(""));
          }
        }, "main")),
        some.list,
      ]),
    ].filter(Boolean);
  },

  async plan() {
    const result = el("div", { id: "plan" });
    const look = async () => {
      result.replaceChildren(note("Looking at both sides …"));
      try {
        const { plan, more } = await ask("GET", ofMount("/plan"));
        result.replaceChildren(...planned(plan, more));
      } catch (e) {
        result.replaceChildren(el("p", { class: "red" }, e.message));
      }
    };
    const asked = el("input", { type: "text", id: "why-path", placeholder: "a path", "aria-label": "A path" });
    return [
      note("What the next pass would do. It looks at both sides and does nothing."),
      row(act("Plan", look, "main")),
      result,
      el("h3", {}, "Why is a path not in step?"),
      el("form", { class: "row", onsubmit: event => { event.preventDefault(); why(asked.value); } },
        asked, el("button", { class: "do", type: "submit" }, "Why?")),
      el("div", { id: "why" }),
    ];
  },

  async history() {
    const choose = el("select", { id: "hours", "aria-label": "How far back", onchange: () => plot() },
      [["6", "6 hours"], ["24", "24 hours"], ["168", "7 days"], ["720", "30 days"]].map(([value, text]) => el("option", { value, selected: value === "24" }, text)));
    return [row(choose), el("div", { id: "charts" }), note("Costs are estimated with the prices of S3 Standard in us-east-1.")];
  },
};

function prospect(undo) {
  const totals = undo.find(each => each.kind === "totals");
  const parts = undo.filter(each => each.kind !== "totals");
  if (!totals || (!parts.length && !totals.unknown)) return [note("No pass deleted or replaced anything that can be brought back.")];
  return [
    el("ul", { class: "list" }, parts.slice(0, SHOWN).map(each => el("li", {},
      el("span", { class: each.kind === "lost" ? "red" : "" }, each.kind === "lost" ? "lost" : each.direction === "to-s3" ? "to S3" : "to the folder"),
      el("span", { class: "grow" }, path(each.path)), el("span", { class: "quiet" }, each.kind === "lost" ? "" : "from " + each.from.replaceAll("-", " "))))),
    note(`${count(totals.files, "file")} and ${count(totals.objects, "object")} come back`
      + (totals.lost ? `, ${totals.lost} cannot` : "") + (totals.unknown ? `; what the bucket keeps is not known: ${totals.unknown}` : "") + "."),
    row(act("Bring them back", () => tell("/undo", { since: totals.since, until: totals.until }, answer => answer.message), "main")),
  ];
}

function planned(plan, more) {
  const totals = plan.find(each => each.kind === "totals");
  const lines = plan.filter(each => each.kind !== "totals");
  return [
    el("p", { class: totals.inStep ? "stands good" : "stands warn" }, totals.inStep ? "In step, nothing to do."
      : Object.entries(totals).filter(([, value]) => value && typeof value === "object")
        .map(([action, value]) => `${value.paths} to ${action} (${size(value.bytes)})`)
        .concat(totals.held ? [`${totals.held} held`] : [], totals.problems ? [count(totals.problems, "problem")] : []).join(", ")),
    el("ul", { class: "list" }, lines.map(each => el("li", {},
      el("span", {}, each.action || each.kind),
      el("span", { class: "grow" }, each.path ? path(each.path) : "", each.kind === "note" ? each.text : " " + (each.why || (each.pattern ? "by " + each.pattern : ""))),
      each.bytes === undefined ? "" : el("span", { class: "quiet" }, size(each.bytes))))),
    more ? note(`… and ${more} more steps`) : "",
  ].filter(Boolean);
}

async function why(name) {
  if (tab !== "plan") {
    tab = "plan";
    drawTabs();
    await draw(true);
  }
  $("why-path").value = name;
  try {
    const answer = await ask("GET", ofMount("/why?path=" + encodeURIComponent(name)));
    $("why").replaceChildren(el("dl", {}, Object.entries(answer).filter(([key]) => key !== "mount" && key !== "path")
      .flatMap(([key, value]) => [el("dt", {}, el("strong", {}, key === "s3" ? "S3" : key)), el("dd", {}, value)])));
  } catch (e) {
    $("why").replaceChildren(el("p", { class: "red" }, e.message));
  }
}

// ---- plots

async function plot() {
  const hours = Number($("hours").value);
  const { history, spanSeconds } = await ask("GET", ofMount("/history?hours=" + hours));
  if (!$("charts")) return;
  charts.forEach(chart => chart.destroy());
  charts = [];
  const known = new Map(history.map(each => [Date.parse(each.start) / 1000, each]));
  const end = Math.floor(Date.now() / 1000 / spanSeconds) * spanSeconds;
  const times = [];
  for (let time = end - Math.floor(hours * 3600 / spanSeconds) * spanSeconds; time <= end; time += spanSeconds) times.push(time);
  const series = value => times.map(time => known.has(time) ? value(known.get(time)) : null);
  const style = getComputedStyle(document.documentElement);
  const color = name => style.getPropertyValue("--" + name).trim();
  $("charts").replaceChildren();
  const chart = (title, unit, lines) => {
    const place = el("div", { class: "chart" });
    $("charts").append(el("h3", {}, title), place);
    charts.push(new uPlot({
      width: Math.max(260, place.clientWidth), height: 180,
      axes: [{ stroke: color("quiet"), grid: { stroke: color("line"), width: 1 } },
        { stroke: color("quiet"), grid: { stroke: color("line"), width: 1 }, size: 70, values: (_, ticks) => ticks.map(unit) }],
      series: [{}, ...lines.map(([label, , stroke]) => ({ label, stroke: color(stroke), width: 2, points: { size: 4 }, value: (_, v) => v == null ? "–" : unit(v) }))],
    }, [times, ...lines.map(([, value]) => series(value))], place));
  };
  chart("Throughput", v => size(Math.round(v)) + "/s", [
    ["to S3", each => each.bytesToS3 / spanSeconds, "accent"], ["to the folder", each => each.bytesToFolder / spanSeconds, "warn"]]);
  chart("Requests in five minutes", v => String(v), [
    ["write and list", each => each.requestsWrite, "accent"], ["read", each => each.requestsRead, "warn"], ["delete", each => each.requestsFree, "quiet"]]);
  chart("Oldest change that waited", v => span(v), [["age", each => each.oldestSeconds, "bad"]]);
  chart("Cost of requests in five minutes", v => "$" + v.toPrecision(2), [["dollars", each => each.cost, "good"]]);
}

setInterval(() => {
  if (mounts.length) stand(mounts);
  if (token && $("link").textContent === "live" && Date.now() - heard > SILENCE) {
    link(`does not answer for ${span((Date.now() - heard) / 1000)}: it hangs or is stopped`, true);
  }
}, 5000);
open();

/** The style of the report's page: light and dark, wide and narrow, print. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --back: #ffffff; --panel: #f6f8fa; --line: #d0d7de;
  --control: #6e7781; --link: #0550ae; --error: #b3261e; --warning: #7a4f01; --notice: #0550ae; --ok: #116329;
  --on-error: #ffebe9; --on-warning: #fff4cf; --on-notice: #ddf1ff; --on-ok: #dafbe1; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9aa5b1; --back: #0d1117; --panel: #161b22;
  --line: #30363d; --control: #8b949e; --link: #79b8ff; --error: #ff9a92; --warning: #e3b341; --notice: #79b8ff;
  --ok: #56d364; --on-error: #431a18; --on-warning: #34290c; --on-notice: #10284a; --on-ok: #0f2e19; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 3.5rem; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 3rem; color: var(--text);
  background: var(--back); overflow-wrap: anywhere; font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", "Apple SD Gothic Neo", "Malgun Gothic", "Noto Sans CJK KR", "Noto Sans KR", sans-serif,
  "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji"; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .5rem; padding-bottom: .35rem; border-bottom: 1px solid var(--line); font-size: 1.3rem; }
p { margin: .5rem 0; }
a { color: var(--link); text-underline-offset: .15em; }
code, .place { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace, "Noto Sans Mono CJK KR"; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: .2rem; }
h2:focus, dt:focus, li:focus { outline: 0; } dt:target, li:target { background: var(--on-notice); }
.skip { position: absolute; left: -99rem; z-index: 3; padding: .5rem 1rem; background: var(--back); }
.skip:focus { left: 1rem; top: .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft { color: var(--soft); } .error { color: var(--error); } .warning { color: var(--warning); }
.notice { color: var(--notice); } .ok { color: var(--ok); }
.counts, nav ul { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.counts li { min-width: 6.5rem; padding: .5rem .9rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--panel); }
.counts strong { display: block; font-size: 1.6rem; line-height: 1.2; }
nav ul { gap: .25rem 1.25rem; }
.scroll { position: relative; overflow: auto; max-height: min(80vh, 60rem); scroll-padding: 4rem 0 0 min(15rem, 45vw); border: 1px solid var(--line); border-radius: .5rem; }
table { border-collapse: separate; border-spacing: 0; width: 100%; overflow-wrap: break-word; }
th, td { padding: .45rem .8rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
thead { position: sticky; top: 0; z-index: 1; }
thead th { border-top: 0; border-bottom: 1px solid var(--line); background: var(--panel);
  color: var(--soft); font-size: .8125rem; vertical-align: bottom; }
tbody tr:first-child > * { border-top: 0; }
tbody tr:hover > * { background: var(--panel); }
tbody th { position: sticky; left: 0; background: var(--back); font-weight: 600; min-width: min(13rem, 40vw); overflow-wrap: anywhere; }
thead tr:first-child th:first-child { position: sticky; left: 0; z-index: 2; }
th[scope=colgroup] { border-left: 1px solid var(--line); }
table.services td, table.services thead th:not([rowspan]:first-child) { padding-inline: .4rem; text-align: center; }
.state { display: inline-block; min-width: 1.4rem; border-radius: .3rem; text-align: center; text-decoration: none; font-weight: 700; }
a.state:hover { text-decoration: underline; }
.state.ok { color: var(--ok); } .state.missing { color: var(--error); background: var(--on-error); }
.state.waived { color: var(--warning); background: var(--on-warning); } .state.not-applicable { color: var(--soft); }
table.services td:not(.many) { white-space: nowrap; }
.legend .state { margin-left: .5rem; }
.severity { display: inline-block; padding: 0 .6rem; border-radius: 1rem; font-size: .875rem; font-weight: 600; }
.severity.error { background: var(--on-error); } .severity.warning { background: var(--on-warning); }
.severity.notice { background: var(--on-notice); }
.differs { margin-right: .4rem; padding: 0 .35rem; border-radius: .3rem; color: var(--warning); background: var(--on-warning); font-weight: 700; }
.unknown { color: var(--error); font-weight: 600; } .why { display: block; color: var(--soft); font-size: .875rem; max-width: 30rem; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin: .75rem 0; }
.filter fieldset { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 0; padding: .45rem 0; border: 0; }
.filter input[type=search], .filter select { display: block; width: 12.5rem; max-width: 100%; }
.filter input[type=search], .filter select, button { padding: .4rem .6rem; color: inherit; background: var(--back);
  border: 1px solid var(--control); border-radius: .35rem; font: inherit; }
.filter label:has([type=checkbox]) { padding: .45rem 0; } .filter fieldset label { padding: 0; }
button { cursor: pointer; background: var(--panel); }
.shown { margin: 0 0 .4rem auto; }
#findings ~ .scroll { max-height: none; overflow: visible; }
table.findings { table-layout: fixed; overflow-wrap: anywhere; }
table.findings th:first-child { width: 7.5rem; } table.findings th:last-child { width: 17rem; }
.findings .note, .findings .place { display: block; margin-top: .15rem; } .note { color: var(--soft); font-size: .9375rem; }
.findings a.place { width: fit-content; }
dl.rules { display: grid; gap: .25rem; margin: 0; } .rules dt { margin-top: .6rem; } .rules dd { margin: 0; }
.wide { overflow-x: auto; }
.tree, .tree ul { margin: 0; padding: 0; list-style: none; } .tree > li { margin: 1rem 0; }
.tree li { min-width: 14rem; }
.tree ul > li { position: relative; margin-left: .35rem; padding: .15rem 0 .15rem 1.5rem; border-left: 1px solid var(--line); }
.tree ul > li:last-child { border-color: transparent; }
.tree ul > li::before { content: ""; position: absolute; top: 0; left: -1px; width: 1.1rem; height: .95rem;
  border: solid var(--line); border-width: 0 0 1px 1px; border-bottom-left-radius: .4rem; }
.tree .place { margin-left: .35rem; }
summary { width: fit-content; color: var(--soft); cursor: pointer; font-size: .9375rem; }
.environment { padding: 0 .5rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--panel); font-size: .875rem; }
.cut { padding: .5rem .8rem; border-radius: .35rem; color: var(--warning); background: var(--on-warning); }
.problems { padding-left: 0; list-style: none; } .problems li { margin: .4rem 0; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: .875rem; }
@media (max-width: 45rem) { table.findings thead { position: absolute; clip-path: inset(50%); }
  table.findings tr, table.findings td { display: block; } table.findings td { border-top: 0; padding: .1rem .8rem; }
  table.findings tr { border-top: 1px solid var(--line); padding: .5rem 0; } .shown { margin-left: 0; flex-basis: 100%; }
  .filter > label { flex: 1 1 12rem; } .filter input[type=search], .filter select { width: 100%; } }
@media print { .filter, .skip, nav { display: none; } .scroll { max-height: none; overflow: visible; } body { max-width: none; } }
`;

/** Filters the tables. The page is complete without it. */
export const script = `
const plain = (text) => text.normalize('NFC').toLowerCase();
for (const form of document.querySelectorAll('form.filter')) {
  const { words, marked } = form.elements;
  const choices = [...form.querySelectorAll('select')];
  const kinds = [...form.querySelectorAll('[name=kind]')];
  const rows = [...document.getElementById(form.dataset.table).tBodies[0].rows].map((row) => {
    return { row, text: plain(row.textContent + ' ' + (row.dataset.service ?? '')) };
  });
  const shown = form.querySelector('.shown');
  const filter = () => {
    const wanted = plain(words.value).split(/\\s+/).filter(Boolean);
    const chosen = choices.filter(({ value }) => value !== '');
    const checked = new Set(kinds.filter((box) => box.checked).map(({ value }) => value));
    let count = 0;
    for (const { row, text } of rows) {
      const { dataset } = row;
      row.hidden = (kinds.length > 0 && !checked.has(dataset.kind)) || (marked?.checked && dataset.marked === undefined)
        || chosen.some(({ name, value }) => dataset[name] !== value) || !wanted.every((word) => text.includes(word));
      if (!row.hidden) count += 1;
    }
    shown.textContent = count + ' of ' + rows.length + ' shown';
  };
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('reset', () => setTimeout(filter));
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();
}
const findings = document.querySelector('form[data-table=findings-table]');
document.addEventListener('click', ({ target }) => {
  const { service } = target.closest('a[data-service]')?.dataset ?? {};
  if (service === undefined || !findings) return;
  findings.reset();
  findings.elements.service.value = service;
});
`;

/** What the page's policy allows: this style and this script, and no other. A test compares them. */
export const styleHash = 'sha256-0wbUwCfAfRc3Q9r0k8WeSlXxBzpntT2caT+LGfwz1bU=';
export const scriptHash = 'sha256-KzM5+Ln3FnXVzBwFpGASmlUgU0uNyRfGAsjESsWgfNo=';

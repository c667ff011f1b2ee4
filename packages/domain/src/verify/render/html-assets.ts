/** The style of the report's page: light and dark, wide and narrow, print. */
export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #57606a; --back: #ffffff; --panel: #f6f8fa; --line: #d0d7de;
  --link: #0550ae; --error: #b3261e; --warning: #7a4f01; --notice: #0550ae; --ok: #116329; --gap: #ffdcd9; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --soft: #9aa5b1; --back: #0d1117; --panel: #161b22;
  --line: #3d444d; --link: #79b8ff; --error: #ff9a92; --warning: #e3b341; --notice: #79b8ff; --ok: #56d364; --gap: #5c1f1b; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 90rem; padding: 1.5rem; color: var(--text); background: var(--back);
  font: 1rem/1.5 system-ui, "Noto Sans CJK KR", sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; } h2 { margin: 2rem 0 .75rem; font-size: 1.2rem; }
a { color: var(--link); } code, .place { font: .875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft { color: var(--soft); }
.counts { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.counts li { padding: .4rem .9rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--panel); }
.counts strong { font-size: 1.25rem; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .4rem .75rem; border-top: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { border-top: 0; background: var(--panel); white-space: nowrap; }
.board td, .board thead th:not(:first-child) { text-align: center; }
.board th:first-child { position: sticky; left: 0; background: var(--panel); }
@media (min-width: 45rem) { .board th:first-child { white-space: nowrap; } }
.state { display: inline-block; min-width: 1.5rem; padding: 0 .15rem; text-decoration: none; font-weight: 700; }
a.state { text-decoration: underline dotted; text-underline-offset: .3em; }
.ok { color: var(--ok); } .missing, .error { color: var(--error); } .waived, .warning { color: var(--warning); }
.state.missing { border-radius: .25rem; background: var(--gap); } .notice { color: var(--notice); } .not-applicable { color: var(--soft); }
.severity { font-weight: 700; white-space: nowrap; }
.filter { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; margin: 0 0 .75rem; padding: 0; border: 0; }
.filter input[type=search], .filter select { display: block; padding: .35rem .5rem; min-width: 14rem; color: inherit;
  background: var(--back); border: 1px solid var(--soft); border-radius: .3rem; font: inherit; }
.tree ul { margin: 0; padding-left: 1.5rem; border-left: 1px solid var(--line); list-style: none; }
.tree > ul { padding-left: 0; border: 0; } .tree li { margin: .2rem 0; }
@media (max-width: 45rem) { .findings thead { display: none; } .findings tr, .findings td { display: block; }
  .findings td { border-top: 0; padding: .1rem .75rem; } .findings tr { border-top: 1px solid var(--line); padding: .5rem 0; }
  .findings tr[hidden] { display: none; } }
@media print { .filter, .skip { display: none; } }
`;

/** Filters the findings. The page is whole without it. */
export const script = `
const form = document.querySelector('.filter');
const rows = [...document.querySelectorAll('.findings tbody tr')];
const shown = document.querySelector('#shown');
function filter() {
  const words = form.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const kinds = new Set([...form.querySelectorAll('input[type=checkbox]:checked')].map((box) => box.value));
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !kinds.has(row.dataset.kind) || (form.rule.value !== '' && row.dataset.rule !== form.rule.value)
      || !words.every((word) => text.includes(word));
    if (!row.hidden) count += 1;
  }
  shown.textContent = count + ' of ' + rows.length + ' shown';
}
if (form) {
  form.hidden = false;
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  filter();
}
`;

/** What the page's policy allows to run: this script and no other. A test compares it with the script. */
export const scriptHash = 'sha256-WxPIlZRc3BetcalXoy6Lu5yqZ7KsmoNYQACpYK0XluM=';

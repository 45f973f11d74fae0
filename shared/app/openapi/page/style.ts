/** How the page looks: by the reader's own light or dark, wide or narrow. */
export const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: light-dark(#d5d9e0, #363b45); --quiet: light-dark(#5b6472, #9aa4b2); --card: light-dark(#f6f7f9, #1b1f26); }
body { max-width: 62rem; margin: 0 auto; padding: 0 1rem 3rem; color: light-dark(#1b1f26, #e6e9ee); background: light-dark(#fff, #12151a); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .8rem 0; background: inherit; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.3rem; margin: 0; flex: 1; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
h4 { font-size: .85rem; margin: .9rem 0 .2rem; color: var(--quiet); font-weight: 600; }
a { color: light-dark(#0b57c5, #7fb0ff); }
input, textarea, select, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: .4rem; box-sizing: border-box; background: light-dark(#fff, #12151a); color: inherit; }
button { background: light-dark(#0b57c5, #2f6fd6); border-color: transparent; color: #fff; cursor: pointer; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .4rem 0; background: var(--card); }
summary { display: flex; flex-wrap: wrap; gap: 0 .8rem; align-items: center; padding: .45rem .8rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary code { min-width: min(18rem, 100%); }
details > div { padding: 0 .8rem .8rem; border-top: 1px solid var(--line); }
code, pre, textarea, input { font-family: ui-monospace, monospace; font-size: .87em; overflow-wrap: anywhere; }
pre { margin: .6rem 0 0; padding: .6rem .8rem; overflow: auto; max-height: 26rem; border-radius: .4rem; background: light-dark(#fff, #12151a); border: 1px solid var(--line); }
table { border-collapse: collapse; }
td { padding: .1rem 1.4rem .1rem 0; vertical-align: top; }
td code { overflow-wrap: normal; }
form { display: grid; gap: .5rem; justify-items: start; }
form > button { margin-left: 10.8rem; }
.field { display: grid; grid-template-columns: 10rem minmax(0, 22rem) minmax(0, 1fr); gap: .1rem .8rem; align-items: center; width: 100%; }
.field > input, .field > select { width: 100%; min-width: 0; }
.field > textarea { grid-column: 2 / -1; }
.field > .quiet { font-size: .87em; overflow-wrap: anywhere; }
.field > div { grid-column: 2 / -1; }
.filter { display: flex; flex-wrap: wrap; gap: .4rem; margin-bottom: .4rem; }
.filter input { flex: 1 1 8rem; min-width: 0; }
.plain { background: none; color: inherit; border-color: var(--line); }
.result:not(:empty) { display: grid; gap: .4rem; justify-items: start; }
.result pre { width: 100%; box-sizing: border-box; border-left: .3rem solid var(--line); white-space: pre-wrap; }
.result pre.good { border-left-color: #2f9e56; }
.result pre.bad { border-left-color: #d0443b; }
.answers { margin-top: .9rem; background: none; }
.answers summary { display: block; }
.answers summary::before { content: '▸ '; }
.answers[open] summary::before { content: '▾ '; }
.answers > :not(summary) { margin: .5rem .8rem; }
button:disabled { opacity: .6; }
:focus-visible { outline: 2px solid light-dark(#0b57c5, #7fb0ff); outline-offset: 2px; }
@media (max-width: 44rem) {
  .field { grid-template-columns: minmax(0, 1fr); }
  .field > textarea, .field > div { grid-column: 1; }
  form > button { margin-left: 0; }
  td { display: block; padding: 0 0 .1rem; }
  td code { overflow-wrap: anywhere; }
  tr { display: block; margin-bottom: .5rem; }
  #token { width: 100%; }
}
.method { flex: none; width: 3.9rem; text-align: center; font-weight: 700; font-size: .75rem; border-radius: .3rem; color: #fff; background: #64748b; }
.get { background: #2563a8; } .post { background: #1f7a3d; } .put, .patch { background: #96600a; } .delete { background: #b3261e; }
.quiet { color: var(--quiet); }
`;

/** In light and dark, on screens of any width and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --text: light-dark(#1c2330, #dfe5ee); --quiet: light-dark(#5b6678, #98a3b5);
  --ground: light-dark(#f6f7f9, #12151b); --sheet: light-dark(#fff, #1a1e26); --line: light-dark(#dfe3ea, #2c323e);
  --good: light-dark(#137a3d, #5cd68a); --bad: light-dark(#b3261e, #ff8a80);
  --migrated: light-dark(#3a7bd5, #5b9bf0); --aside: light-dark(#e0a030, #e3b04b); --left-out: light-dark(#c3cad6, #4b5566); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 76rem; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; } h2 { font-size: 1.15rem; margin: 0 0 .25rem; }
h3 { font-size: 1rem; margin: 1rem 0 .5rem; } h4 { font-size: .8rem; margin: 0 0 .4rem; color: var(--quiet); overflow-wrap: anywhere; }
p { margin: 0 0 .75rem; color: var(--quiet); max-width: 48rem; }
.verdict { font-size: 1.1rem; font-weight: 600; } .good { color: var(--good); } .bad { color: var(--bad); }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2.5rem; margin: 1rem 0 0; } dt { color: var(--quiet); font-size: .8rem; } dd { margin: 0; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin-top: 1.25rem; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th { text-align: left; font-size: .75rem; font-weight: 600; color: var(--quiet); white-space: nowrap; }
th, td { padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; } .number { text-align: right; white-space: nowrap; } small { color: var(--quiet); white-space: nowrap; }
code { font: .85em ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; } em { color: var(--quiet); }
.sum { white-space: nowrap; } .reason { display: inline-block; margin-right: .9rem; white-space: nowrap; }
.mark { font-weight: 700; } .note { font-size: .85rem; margin: .5rem 0 0; }
.bar { display: flex; width: 7rem; height: .6rem; margin-top: .45rem; border-radius: 3px; overflow: hidden; }
.bar i, .legend i { display: block; background: var(--left-out); } .migrated { background: var(--migrated) !important; }
.aside { background: var(--aside) !important; } .legend i { display: inline-block; width: .7rem; height: .7rem; border-radius: 2px; margin-left: .75rem; }
.legend i:first-child { margin-left: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: 1rem 2rem; padding: .75rem 0; }
.pair + .pair { border-top: 1px solid var(--line); } .pair td { padding-block: .2rem; font-size: .9rem; }
@media print { body { background: none; } section { break-inside: avoid; } }
`;

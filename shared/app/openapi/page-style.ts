/** How the page looks: by the reader's own light or dark, wide or narrow. */
export const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --line: light-dark(#d5d9e0, #363b45); --quiet: light-dark(#5b6472, #9aa4b2); --card: light-dark(#f6f7f9, #1b1f26); }
body { max-width: 62rem; margin: 0 auto; padding: 0 1rem 3rem; color: light-dark(#1b1f26, #e6e9ee); background: light-dark(#fff, #12151a); }
header { position: sticky; top: 0; display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; padding: .8rem 0; background: inherit; border-bottom: 1px solid var(--line); }
h1 { font-size: 1.3rem; margin: 0; flex: 1; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 .5rem; }
h4 { font-size: .85rem; margin: .9rem 0 .2rem; color: var(--quiet); font-weight: 600; }
a { color: light-dark(#0b57c5, #7fb0ff); }
input, textarea, button { font: inherit; padding: .35rem .6rem; border: 1px solid var(--line); border-radius: .4rem; box-sizing: border-box; background: light-dark(#fff, #12151a); color: inherit; }
button { background: light-dark(#0b57c5, #2f6fd6); border-color: transparent; color: #fff; cursor: pointer; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .4rem 0; background: var(--card); }
summary { display: flex; flex-wrap: wrap; gap: 0 .8rem; align-items: center; padding: .45rem .8rem; cursor: pointer; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary code { min-width: 18rem; }
details > div { padding: 0 .8rem .8rem; border-top: 1px solid var(--line); }
code, pre, textarea, .url { font-family: ui-monospace, monospace; font-size: .87em; overflow-wrap: anywhere; }
pre { margin: .6rem 0 0; padding: .6rem .8rem; overflow: auto; max-height: 26rem; border-radius: .4rem; background: light-dark(#fff, #12151a); border: 1px solid var(--line); }
textarea { width: 100%; margin-top: .4rem; }
table { border-collapse: collapse; }
td { padding: .1rem 1.4rem .1rem 0; vertical-align: top; }
td code { overflow-wrap: normal; }
.call { display: flex; gap: .5rem; }
.url { flex: 1; min-width: 0; }
.method { flex: none; width: 3.9rem; text-align: center; font-weight: 700; font-size: .75rem; border-radius: .3rem; color: #fff; background: #64748b; }
.get { background: #2563a8; } .post { background: #1f7a3d; } .put, .patch { background: #96600a; } .delete { background: #b3261e; }
.quiet { color: var(--quiet); }
`;

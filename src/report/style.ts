import { cssName, darkPalette, palette } from './charts/palette.ts';

const properties = (colors: Readonly<Record<string, string>>) =>
  Object.entries(colors)
    .map(([name, color]) => `${cssName(name)}: ${color};`)
    .join(' ');

const LIGHT = `color-scheme: light; --page: #ffffff; --text: #1d2126; --quiet: #59616d; --line: #dfe2e7; --card: #f5f6f8;
  --good: #0f7a55; --warn: #9a5b00; --bad: #b3123e; ${properties(palette)}`;
const DARK = `color-scheme: dark; --page: #14171c; --text: #e8eaee; --quiet: #a3abb8; --line: #333a45; --card: #1d2229;
  --good: #4cd3a0; --warn: #f0b24a; --bad: #ff7d9b; ${properties(darkPalette)}`;

/** The page's own style: no font, picture or sheet from elsewhere. Paper is always light. */
export const styleSheet = `
:root { ${LIGHT} }
@media (prefers-color-scheme: dark) { :root { ${DARK} } }
@media print { :root { ${LIGHT} } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 64rem; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; padding-top: .6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.2rem 0 .2rem; }
p { margin: .3rem 0 .6rem; }
.quiet { color: var(--quiet); font-size: .9rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .6rem; margin: 1rem 0; padding: 0; }
.card { background: var(--card); border-radius: .4rem; padding: .6rem .8rem; margin: 0; }
.card dt { color: var(--quiet); font-size: .85rem; }
.card dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.card dd small { display: block; font-size: .8rem; font-weight: 400; color: var(--quiet); }
.status { border-left: .35rem solid var(--good); padding: .5rem .8rem; background: var(--card); margin: 1rem 0; }
.status.feasible, .status.fallback { border-color: var(--warn); }
.status.infeasible { border-color: var(--bad); }
.better { color: var(--good); } .worse { color: var(--bad); }
.scroll { overflow-x: auto; margin: .4rem 0 1rem; }
table { border-collapse: collapse; width: 100%; font-size: .92rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td:first-child { min-width: 8rem; }
th { color: var(--quiet); font-weight: 600; }
td.number, th.number { text-align: right; }
td.number, .together { white-space: nowrap; }
tr.total td { font-weight: 600; border-top: 2px solid var(--line); }
figure { margin: .8rem 0 1.2rem; break-inside: avoid; }
figcaption { font-weight: 600; font-size: .95rem; }
svg { display: block; width: 100%; height: auto; }
.narrow { display: none; }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin-right: .3rem; vertical-align: -.05rem; }
code { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem; overflow-wrap: anywhere; }
@media screen and (max-width: 640px) { .wide { display: none; } .narrow { display: block; } body { padding: 1rem .75rem 2rem; } }
@media print { body { font-size: 11pt; max-width: none; padding: 0; } h2 { break-after: avoid; } tr { break-inside: avoid; } }
`;

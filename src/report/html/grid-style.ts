/** The explorer of the population: on the screen only, and only where its script ran. Rows are 36px high, as grid-view.ts says. */
export const gridStyle = `
.explorer{display:none;margin-top:.75rem}
@media screen{
.explored .explorer{display:block}
.explored .static-rows{display:none}
}
.tools{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:center;font-size:.875rem}
.tools input{flex:1 1 14rem;min-width:0;max-width:32rem}
.tools input,.button{font:inherit;color:inherit;background:var(--page);border:1px solid var(--line-strong);border-radius:4px;padding:.35rem .65rem;min-height:2.25rem}
.button{cursor:pointer;white-space:nowrap}
.button:hover:not(:disabled){border-color:var(--link);color:var(--link)}
.button:disabled{cursor:default;color:var(--muted)}
.facets{display:flex;flex-wrap:wrap;gap:.5rem;margin:.75rem 0;font-size:.875rem}
.facet{position:relative;margin:0}
.facet>summary{color:inherit;border:1px solid var(--line-strong);border-radius:4px;padding:.3rem .65rem;min-height:2rem}
.facet.on>summary{border-color:var(--link);color:var(--link)}
.facet[open]>summary{margin:0;background:var(--inset)}
.facet fieldset{position:absolute;z-index:3;left:0;top:calc(100% + .25rem);margin:0;padding:.4rem;border:1px solid var(--line-strong);border-radius:4px;background:var(--page);box-shadow:0 6px 20px rgb(0 0 0/.18);width:max-content;min-width:12rem;max-width:min(26rem,85vw);max-height:20rem;overflow:auto}
.facet label{display:flex;gap:.5rem;align-items:baseline;padding:.2rem .35rem;cursor:pointer}
.facet label:hover{background:var(--inset)}
.facet .value{flex:1;min-width:0}
.facet .count{color:var(--muted);font-variant-numeric:tabular-nums;padding-left:.75rem}
.population-grid{position:relative;height:min(70vh,33rem);overflow:auto;margin-top:.5rem;border:1px solid var(--line-strong);border-radius:4px;font-size:.8125rem;line-height:20px;overscroll-behavior:contain;contain:strict}
.grid-heads{position:sticky;top:0;z-index:2;width:max-content;background:var(--inset)}
.grid-body{position:relative;width:max-content;min-width:100%}
.grid-row{display:grid;grid-template-columns:9rem 11rem 13.5rem 15.5rem 15rem 22rem 8rem 8rem 11rem;height:36px;border-bottom:1px solid var(--line)}
.grid-body .grid-row{position:absolute;left:0;top:0;min-width:100%;cursor:pointer}
.grid-body .grid-row:hover{background:var(--inset)}
.cell{padding:7px .75rem;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.cell .mark{align-items:center}
.cell:focus-visible{outline-offset:-2px}
.grid-head{color:var(--muted);font-weight:500;border-bottom-color:var(--line-strong)}
.grid-head .cell{cursor:pointer}
.grid-head .cell:hover{color:var(--ink)}
[aria-sort=ascending] .arrow::after{content:" \\2191"}
[aria-sort=descending] .arrow::after{content:" \\2193"}
.k-eventTime,.k-account{font-variant-numeric:tabular-nums}
.grid-body .k-resourceName{font-weight:550}
.population-grid+.note{margin-top:.5rem}
.drawer{margin:0 0 0 auto;padding:0;border:0;border-left:1px solid var(--line-strong);width:min(44rem,100vw);max-width:none;height:100dvh;max-height:none;background:var(--page);color:var(--ink);font-size:.875rem}
.drawer::backdrop{background:rgb(0 0 0/.4)}
.panel{padding:1.25rem 1.5rem 2rem}
.drawer-head{display:flex;gap:1rem;justify-content:space-between;align-items:start;margin-bottom:.5rem}
.drawer .type{color:var(--muted)}
.drawer h3{font-size:1.125rem;overflow-wrap:anywhere}
.drawer h4{margin:1.5rem 0 .25rem;font-size:.875rem;font-weight:600}
.drawer dl.facts{grid-template-columns:minmax(7rem,10rem) minmax(0,1fr)}
.drawer dl.facts dt{overflow-wrap:anywhere}
.drawer pre{font-size:.8125rem;white-space:pre-wrap}
@media (max-width:48rem){
.facets{position:relative}
.facet{position:static}
.facet fieldset{right:0;width:auto;max-width:none}
}
@media (max-width:30rem){
.panel{padding:1rem}
.drawer dl.facts{grid-template-columns:1fr}
}
`;

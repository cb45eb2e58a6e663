/** Rows of the exposure windows and of the records per day; the sub-sections that hold them; the answers and the sample. */
export const lanesStyle = `
.part{margin-top:2.5rem}
.part h3{font-size:1.0625rem;margin-bottom:.5rem}
.part>p{max-width:52em}
.part>p+p{margin-top:.5rem}
nav li.sub{counter-increment:none;padding-left:2.5rem}
nav li.sub::before{content:none}
.lanes{margin-top:1rem}
.lane{display:grid;gap:.15rem 1rem;padding:.45rem 0;border-bottom:1px solid var(--line);font-size:.8125rem;line-height:1.4}
.lane.axis{color:var(--muted);border-bottom-color:var(--line-strong);padding-bottom:.2rem}
.lane.axis>div:empty{display:none}
.lane .type,.lane-words{color:var(--muted)}
.days{display:flex;justify-content:space-between;font-variant-numeric:tabular-nums}
.lane-drawing{display:block;overflow:visible}
.quarter{fill:var(--line)}
.lane .seen,.swatch .seen,td .seen{fill:var(--link)}
.l1{fill-opacity:.4}
.l2{fill-opacity:.6}
.l3{fill-opacity:.8}
.lane .b-open,.swatch .b-open{fill:var(--non-compliant)}
.lane .b-exempt,.swatch .b-exempt{fill:var(--exempt)}
.lane .cap,.swatch .cap{fill:var(--ink)}
.lane .pause{fill:var(--page)}
.f-gap{fill:url(#t-gap)}
#t-gap path{stroke:var(--line-strong);stroke-width:1.25}
.f-lost{fill:url(#t-lost)}
#t-lost path{stroke:var(--non-compliant);stroke-width:1.25}
.lane .vouched,.swatch .vouched{fill:var(--compliant)}
.swatch.plain{outline:0}
@media (min-width:48rem){
.lane{grid-template-columns:13.5rem minmax(0,1fr) 15rem;align-items:center}
.lane.axis>div:empty{display:block}
}
.remedy{margin-top:.75rem;max-width:52em;font-size:.875rem}
.resource .changes dl{grid-template-columns:4.5rem minmax(0,1fr)}
.method{margin-top:2rem}
.answers{margin-top:.25rem}
.answers dt{color:var(--ink)}
.answers dd p+p{margin-top:.2rem}
.sample{margin:1rem 0 1.75rem;border-top:1px solid var(--line)}
.sample>li{padding:.6rem 0;border-bottom:1px solid var(--line);font-size:.875rem}
.sample .of{display:flex;flex-wrap:wrap;gap:.1rem 1rem;align-items:baseline}
.sample pre{margin:.4rem 0 .25rem;padding:.4rem .6rem;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8125rem}
.sample .note code{word-break:break-all}
@media print{
.part{margin-top:1.5rem}
.lane{grid-template-columns:11rem minmax(0,1fr) 12rem;align-items:center;font-size:7.5pt;padding:.2rem 0;break-inside:avoid}
.lane.axis>div:empty{display:block}
.sample>li{break-inside:avoid;font-size:8pt;padding:.3rem 0}
.sample pre{font-size:7pt}
}
`;

import { colours } from './colours.ts';
import { gridStyle } from './grid-style.ts';
import { lanesStyle } from './lanes-style.ts';
import { printStyle } from './print-style.ts';

/** Text sizes step from small (tables, notes) over body to the verdict; one column of sections, a contents rail where there is room. */
const screen = `
*{box-sizing:border-box}
html{font:100%/1.55 -apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;color:var(--ink);background:var(--page);-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0}
p,ul,ol,dl,dd,figure,pre{margin:0;padding:0}
ul,ol{list-style:none}
a{color:var(--link);text-underline-offset:.15em}
:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:2px}
b{font-weight:600}
code,time,pre{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.92em;font-variant-ligatures:none}
code,bdi{overflow-wrap:anywhere}
.esc{padding:0 .2em;border:1px solid var(--line-strong);border-radius:3px;background:var(--inset);color:var(--ink);font:.85em ui-monospace,Menlo,Consolas,"Liberation Mono",monospace;white-space:nowrap}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-4rem;padding:.5rem 1rem;background:var(--page);z-index:1}
.skip:focus{top:.5rem}
.frame{max-width:82rem;margin:0 auto;padding:0 1.25rem}
.note{color:var(--muted);font-size:.875rem}

header{border-bottom:1px solid var(--line);font-size:.875rem}
header .frame{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;align-items:baseline;padding-top:1rem;padding-bottom:1rem}
.product{font-weight:650;font-size:1rem;letter-spacing:-.01em}
.about,.run{color:var(--muted)}

h1,h2,h3{line-height:1.25;text-wrap:balance;margin:0}
h2{font-size:1.375rem;font-weight:650;letter-spacing:-.015em}
h2 .number{color:var(--muted);font-weight:400;font-variant-numeric:tabular-nums;margin-right:.35em}
h2.minor{font-size:1rem;letter-spacing:0;margin:2rem 0 .75rem}
h3{font-size:1rem;font-weight:600}

#claim{padding-top:2.25rem}
.claim{max-width:52em;margin-bottom:1.5rem;color:var(--muted)}
.verdict{display:flex;align-items:center;gap:.6rem;font-size:clamp(2rem,1.4rem + 3vw,3rem);font-weight:680;letter-spacing:-.03em;line-height:1.1}
.verdict .shape{width:.9em;height:.9em;flex:none}
.lead{margin-top:1.25rem;font-size:clamp(1.0625rem,1rem + .4vw,1.25rem);line-height:1.5;max-width:46em;text-wrap:pretty}
.claim b{color:var(--ink)}
.limits{border-top:1px solid var(--line)}
.limits li{padding:.75rem 0;border-bottom:1px solid var(--line)}
.limits .what{font-weight:550;max-width:52em}
.limits .how{display:flex;flex-wrap:wrap;gap:.1rem 1.25rem;margin-top:.2rem;font-size:.875rem;color:var(--muted)}
.limits .how b{font-weight:500}
.numbers{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:1.25rem 1.5rem;margin:2.25rem 0 .9rem}
.numbers a{display:block;padding-top:.6rem;border-top:2px solid var(--ink);color:inherit;text-decoration:none}
.numbers b{display:block;font-size:1.875rem;font-weight:600;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.numbers span{font-size:.875rem;color:var(--muted)}
.classes{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;font-size:.875rem}
.classes b{font-variant-numeric:tabular-nums}
.numbers a:hover span{color:var(--link);text-decoration:underline}

nav{margin-top:2.5rem;padding:1rem 0;border-top:1px solid var(--line);border-bottom:1px solid var(--line);font-size:.875rem}
nav h2{font-size:.875rem;font-weight:600;letter-spacing:0;color:var(--muted);margin-bottom:.4rem}
nav ol{counter-reset:s;columns:2;column-gap:1.5rem}
nav li{counter-increment:s;display:flex;align-items:baseline;gap:.6rem;break-inside:avoid}
nav li::before{content:counter(s);min-width:1.25em;color:var(--muted);font-variant-numeric:tabular-nums;text-align:right}
nav a{color:inherit;text-decoration:none;padding:.15rem 0}
nav a:hover{color:var(--link);text-decoration:underline}
@media (min-width:72rem){
main.frame{display:grid;grid-template-columns:12.5rem minmax(0,1fr);grid-template-rows:auto 1fr;column-gap:3.5rem}
#claim,.sections{grid-column:2}
nav{grid-column:1;grid-row:1/span 2;align-self:start;position:sticky;top:0;margin:0;padding:2.5rem 0;border:0}
nav ol{columns:1}
}

.sections>section{padding-top:3.25rem}
.sections>section>h2{padding-bottom:.6rem;border-bottom:1px solid var(--line-strong);margin-bottom:1rem}
section>p{max-width:52em}
section>p+p,section>p+.scroll,.scroll+p,section>.note+*,.scroll+.note{margin-top:.75rem}
dl.facts{display:grid;grid-template-columns:minmax(9rem,14rem) minmax(0,1fr)}
dl.facts dt,dl.facts dd{padding:.45rem 0;border-bottom:1px solid var(--line)}
dl.facts dt{color:var(--muted);padding-right:1.25rem}
.scroll+dl.facts,.scroll+.scroll,dl.facts+.scroll{margin-top:1.5rem}
section>.scroll+h3{margin:1.75rem 0 .5rem}
details+p{margin-top:.75rem}
.inline{display:flex;flex-wrap:wrap;gap:0 1rem}
.prose{max-width:52em;padding-left:1.4rem;margin:.6rem 0 1.75rem}
.prose li{margin-bottom:.4rem;padding-left:.25rem}
ol.prose{list-style:decimal}
ul.prose{list-style:disc}
pre{margin:.75rem 0;padding:.75rem 1rem;background:var(--inset);border-radius:4px;overflow-x:auto}
details{margin-top:1rem}
dd details{margin:0}
summary{cursor:pointer;color:var(--link);width:fit-content}
details[open]>summary{margin-bottom:.75rem}

.mark{display:inline-flex;align-items:baseline;gap:.4em;white-space:nowrap;font-weight:550}
.limits .mark{color:var(--muted)}
.shape{width:.85em;height:.85em;flex:none;align-self:center}
.c-compliant{color:var(--compliant)}
.c-exempt{color:var(--exempt)}
.c-non-compliant{color:var(--non-compliant)}
.c-failed-attempt{color:var(--failed-attempt)}
.c-not-evaluable,.limits .mark.c-not-evaluable{color:var(--not-evaluable)}
.c-not-applicable{color:var(--muted)}
.cut{fill:none;stroke:var(--page);stroke-width:1.75;stroke-linecap:round}

.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.875rem;line-height:1.45}
th,td{text-align:left;vertical-align:top;padding:.5rem 1.25rem .5rem 0;border-bottom:1px solid var(--line);min-width:6.5rem}
th{font-weight:500;color:var(--muted);white-space:nowrap;border-bottom-color:var(--line-strong)}
th:last-child,td:last-child{padding-right:0}
.w{min-width:11rem}
.n{text-align:right;font-variant-numeric:tabular-nums;min-width:3.5rem}
td time,.whole{white-space:nowrap}
td code{font-size:.8125rem}
td .type{color:var(--muted)}
.terms li{display:block}

.rule{margin-top:2rem}
.rule:first-of-type{margin-top:0}
.rule h3{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;font-size:1.0625rem}
.rule h3 span{font-weight:400;color:var(--muted);font-size:.9375rem}
.resources{margin-top:.75rem;border-top:1px solid var(--line)}
.resource{display:grid;gap:.75rem 2rem;padding:.9rem 0;border-bottom:1px solid var(--line);font-size:.875rem;line-height:1.5}
.resource .type,.resource .where{color:var(--muted)}
.resource .name{font-weight:600;font-size:.9375rem}
.resource .arn{margin-top:.2rem;color:var(--muted);font-size:.8125rem;line-height:1.4}
.changes>li{display:grid;gap:.35rem 2rem}
.changes>li+li{margin-top:.75rem;padding-top:.75rem;border-top:1px dashed var(--line)}
.marks{display:flex;gap:.75rem;align-items:baseline}
.severity{font-size:.75rem;font-weight:650;text-transform:uppercase;letter-spacing:.06em}
.s-critical,.s-high{color:var(--non-compliant)}
.s-medium{color:var(--not-evaluable)}
.s-low{color:var(--muted)}
.place{margin-top:.15rem}
.place code{font-size:.8125rem}
.pair{display:block}
.changes dl{display:grid;grid-template-columns:3.75rem minmax(0,1fr);align-content:start}
.changes .source{grid-column:1/-1;font-size:.8125rem}
.arn code,.changes dd code,td code{word-break:break-all}
.changes dt{color:var(--muted)}
@media (min-width:48rem){
.resource{grid-template-columns:minmax(0,1fr) minmax(0,2fr)}
.changes>li{grid-template-columns:minmax(0,4fr) minmax(0,7fr)}
}

figcaption{color:var(--muted);font-size:.875rem;margin-bottom:.75rem}
.chart{display:block;width:100%;min-width:42rem;height:auto;font-size:12px}
.chart text{fill:var(--muted);font-variant-numeric:tabular-nums}
.chart .y{text-anchor:end}
.chart .x{text-anchor:start}
.grid path{stroke:var(--line);stroke-width:1;fill:none}
.f-compliant{fill:var(--bar-compliant)}
.f-non-compliant{fill:var(--non-compliant)}
.f-not-applicable{fill:var(--bar-not-applicable)}
.f-exempt{fill:url(#t-exempt)}
.f-not-evaluable{fill:url(#t-not-evaluable)}
.f-failed-attempt{fill:url(#t-failed-attempt)}
.c0{fill:var(--page)}
.c1{fill:none}
#t-exempt .c1{stroke:var(--exempt);stroke-width:2}
#t-not-evaluable .c1{stroke:var(--not-evaluable);stroke-width:2.25}
#t-failed-attempt .c1{fill:var(--failed-attempt)}
.crosses{fill:none;stroke:var(--non-compliant);stroke-width:2}
.diamonds{fill:var(--ink)}
.legend{display:flex;flex-wrap:wrap;gap:.35rem 1.5rem;margin-top:.75rem;font-size:.875rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.swatch{width:14px;height:14px;outline:1px solid var(--line)}

.signatures{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));gap:2rem 2.5rem;margin:1.5rem 0 4rem}
.signatures dl{display:grid;grid-template-columns:5.5rem 1fr}
.signatures dt{color:var(--muted);font-size:.875rem}
.signatures dt,.signatures dd{padding-top:1.35rem;line-height:1}
.signatures dd{border-bottom:1px solid var(--line-strong)}
@media (max-width:48rem){
table{min-width:38rem}
}
@media (max-width:30rem){
.numbers{grid-template-columns:1fr 1fr}
dl.facts{grid-template-columns:1fr}
dl.facts dt{border-bottom:0;padding-bottom:0}
dl.facts dd{padding-top:0}
}
`;

export const style = `${colours}${screen}${lanesStyle}${gridStyle}${printStyle}`;

/** The margins of every printed page: `text` at the left, the page's number at the right. `text` must not need escaping in CSS. */
export function printFooter(text: string): string {
  const plain = text.replace(/[^\w .·-]/g, '');
  return `@page{@bottom-left{content:"${plain}"}@bottom-right{content:"Page " counter(page) " of " counter(pages)}}\n`;
}

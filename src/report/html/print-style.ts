/**
 * On paper: black on white, details opened, no contents rail, rows and findings whole, the sign-off on a page of its own.
 * `::details-content` opens closed details without script (Chromium 131, Firefox 143, Safari 18.4).
 */
export const printStyle = `
@page{size:A4;margin:16mm 14mm 18mm;font:7pt "Liberation Mono",Menlo,Consolas,monospace;color:#444}
@media print{
html{font-size:9.5pt}
nav,.skip{display:none}
.frame{max-width:none;padding:0}
main.frame{display:block}
a{color:inherit;text-decoration:none}
#claim{padding-top:1rem}
.sections>section{padding-top:2rem}
h2,h3,figcaption,.rule>.note{break-after:avoid}
tr,.changes>li,.limits li,figure,.signatures>div{break-inside:avoid}
.scroll{overflow:visible}
table{font-size:7.5pt;table-layout:auto}
table,th,td,.n,.w{min-width:0}
th,td{padding:.25rem .6rem .25rem 0}
th,td .mark{white-space:normal}
.numbers{grid-template-columns:repeat(6,1fr);gap:1rem}
.resource{grid-template-columns:minmax(0,1fr) minmax(0,2fr);font-size:8pt;padding:.5rem 0}
.changes>li{grid-template-columns:minmax(0,4fr) minmax(0,7fr)}
.resource .arn,.changes .source,.place code{font-size:7pt}
.chart{min-width:0}
details::details-content{content-visibility:visible;block-size:auto}
summary{list-style:none;color:inherit}
#sign-off{break-before:page}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
}
`;

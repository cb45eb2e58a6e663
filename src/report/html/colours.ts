/** Text colours have a contrast of at least 4.5:1 on their page (WCAG 2.2 AA, 1.4.3), shapes and bars 3:1 (1.4.11). */
const light = `color-scheme:light;--page:#fff;--inset:#f4f5f7;--ink:#15181e;--muted:#5a6270;--line:#e1e4e9;--line-strong:#9aa1ad;--link:#1a56c4;
--compliant:#1c6b45;--exempt:#2a55a8;--non-compliant:#b3241b;--failed-attempt:#5c6370;--not-evaluable:#8a5300;--bar-compliant:#5f9c80;--bar-not-applicable:#858d99;`;

const dark = `color-scheme:dark;--page:#111318;--inset:#1b1e25;--ink:#e6e8ec;--muted:#a0a7b4;--line:#2a2f38;--line-strong:#687080;--link:#8db2fa;
--compliant:#79c9a0;--exempt:#94b4f5;--non-compliant:#ff8478;--failed-attempt:#aab1be;--not-evaluable:#e5ae52;--bar-compliant:#3f7d61;--bar-not-applicable:#6b7381;`;

export const colours = `:root{${light}}
@media screen and (prefers-color-scheme:dark){:root{${dark}}}
`;

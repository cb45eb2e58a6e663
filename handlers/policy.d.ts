/** The policy as the bundle carries it: sagewarden.yml, checked when the bundle is made, and the sha256 of the file. */
declare module 'sagewarden:policy' {
  const bundled: { readonly policy: import('../src/core/policy.ts').Policy; readonly sha256: string };
  export default bundled;
}

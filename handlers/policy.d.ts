/** The policy as the bundle carries it: sagewarden.yml, checked when the bundle is made. */
declare module 'sagewarden:policy' {
  const policy: import('../src/core/policy.ts').Policy;
  export default policy;
}

/** dynalite 4 has no types of its own. */
declare module 'dynalite' {
  export default function dynalite(options?: { readonly createTableMs?: number; readonly path?: string }): import('node:http').Server;
}

import { start } from '../stand-ins/s3.ts';

/** A bucket over a folder, in a process of its own: prints its address. `s3-server.ts FOLDER LATENCY_MS` */

const [folder = '', latency = '0'] = process.argv.slice(2);
const { url } = await start({ objects: folder, latency: Number(latency) });
console.log(url);

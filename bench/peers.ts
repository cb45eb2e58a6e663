import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What `scan` is held against. Each is built into the temporary folder once; what cannot be had is named. */

export interface Peer {
  readonly name: string;
  readonly cores: 1 | 2;
  /** `sh -c` of it, with the folder as `$0`; `undefined`: not installed. */
  readonly command: string | undefined;
  /** What it prints: the count of SageMaker's records, the bytes inflated, or nothing that says anything. */
  readonly prints: 'records' | 'bytes' | 'nothing';
}

const peers = fileURLToPath(new URL('peers', import.meta.url));
const built = join(tmpdir(), 'sagewarden-bench-peers');

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' }).status === 0;
const runs = (command: string, cwd: string): boolean => {
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8', timeout: 600_000 });
  if (status !== 0) console.log(`${command}: ${stderr.trim().split('\n').at(-1) ?? ''}`);
  return status === 0;
};

const files = 'find "$0" -name "*.gz" -print0 | xargs -0';
const select = `jq -c '.Records[] | select(.eventSource == "sagemaker.amazonaws.com") | .eventID'`;

export function preparePeers(): Peer[] {
  mkdirSync(built, { recursive: true });
  const python = pythonWith(['isal==1.7.1', 'orjson==3.10.7', 'duckdb==1.1.3']);
  const chdb = python && runs(`"${python}" -c "import chdb" 2>/dev/null || "${python}" -m pip install -q chdb`, built) ? python : undefined;
  const go = compiled('go', 'go', 'go mod tidy -e >/dev/null 2>&1; go build -o bench .', 'bench');
  const rust = compiled('rust', 'cargo', 'cargo build -q --release', 'target/release/bench');
  const alone = (name: string, command: string | undefined, prints: Peer['prints']): Peer => ({ name, cores: 1, command, prints });
  const both = (name: string, program: string | undefined, command: (program: string, cores: 1 | 2) => string): Peer[] =>
    ([1, 2] as const).map((cores) => ({
      name,
      cores,
      command: program === undefined ? undefined : command(program, cores),
      prints: 'records',
    }));
  return [
    alone('read the files', `node "${peers}/read.mjs" "$0"`, 'nothing'),
    alone('limit: igzip', has('igzip') ? `${files} igzip -dc > /dev/null` : undefined, 'nothing'),
    alone('gzip', has('gzip') ? `${files} gzip -dc > /dev/null` : undefined, 'nothing'),
    alone("Node's zlib, inflating only", `node "${peers}/zlib.mjs" "$0"`, 'bytes'),
    alone('zcat | jq', has('jq') ? `${files} zcat | ${select} | wc -l` : undefined, 'records'),
    alone('rg -z | jq', has('rg') && has('jq') ? `rg -z -j1 -N --no-filename -F sagemaker "$0" | ${select} | wc -l` : undefined, 'records'),
    ...both('DuckDB', python, (program, cores) => `"${program}" "${peers}/engine.py" duckdb "$0" ${cores}`),
    ...both('chdb', chdb, (program, cores) => `"${program}" "${peers}/engine.py" chdb "$0" ${cores}`),
    ...both('Python: isal, orjson', python, (program, cores) => `"${program}" "${peers}/records.py" "$0" ${cores}`),
    ...both('Go: klauspost, gjson', go, (program, cores) => `GOMAXPROCS=${cores} "${program}" "$0" ${cores}`),
    ...both('Rust: libdeflate, memchr, serde', rust, (program, cores) => `"${program}" "$0" ${cores}`),
  ];
}

function pythonWith(packages: readonly string[]): string | undefined {
  if (!has('python3')) return undefined;
  const python = join(built, 'python', 'bin', 'python');
  if (!existsSync(python) && !runs('python3 -m venv python', built)) return undefined;
  return runs(`"${python}" -m pip install -q --disable-pip-version-check ${packages.join(' ')}`, built) ? python : undefined;
}

function compiled(folder: string, tool: string, build: string, program: string): string | undefined {
  if (!has(tool)) return undefined;
  const own = join(built, folder);
  cpSync(join(peers, folder), own, { recursive: true });
  return runs(build, own) ? join(own, program) : undefined;
}

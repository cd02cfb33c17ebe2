import { seen, unseen, type ArchivedFile, type Disk, type Seen } from './facts.ts';
import { isObject, numberAt, parseJson, textAt, type Json } from './json.ts';

const archived = /^([0-9A-F]{24})-[0-9a-f]{40}/u;
const archiveDirectory = /^\d+(?:\.\d+)?-\d+$/u;
const label = /^\d{8}-\d{6}F(?:_\d{8}-\d{6}[DI])?$/u;
const manifest = /(?:^|\/)(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)F(?:_\d{8}-\d{6}[DI])?\.manifest/u;

/** `repo-ls --recurse archive/STANZA`: the WAL segments, without `.backup`, `.history` and `.partial` files. */
export function readWalList(printed: string): Seen<readonly ArchivedFile[]> {
  const listed = readListing(printed);
  if (!listed.seen) return listed;
  const files: ArchivedFile[] = [];
  for (const [path, entry] of Object.entries(listed.value)) {
    const parts = path.split('/');
    const name = archived.exec(parts.at(-1) ?? '')?.[1];
    if (name === undefined) continue;
    const archiveId = parts.find((part) => archiveDirectory.test(part));
    files.push({ archiveId, name, time: timeOf(entry) });
  }
  return seen(files);
}

/** Beyond the year 9999 JavaScript has no dates. */
function timeOf(entry: unknown): number {
  const seconds = numberAt(entry, 'time') ?? 0;
  return seconds >= 0 && seconds <= 253_402_300_799 ? seconds * 1000 : 0;
}

/** `repo-ls backup/STANZA`: the directories that are named like backups. */
export function readBackupList(printed: string): Seen<readonly string[]> {
  const listed = readListing(printed);
  if (!listed.seen) return listed;
  return seen(
    Object.entries(listed.value)
      .filter(([path, entry]) => label.test(path) && textAt(entry, 'type') === 'path')
      .map(([path]) => path),
  );
}

/** `repo-ls --recurse backup/STANZA/backup.history`: pgBackRest keeps a manifest of every backup there ever was. */
export function readHistoryList(printed: string): Seen<number | undefined> {
  const listed = readListing(printed);
  if (!listed.seen) return listed;
  const times = Object.keys(listed.value).flatMap((path) => {
    const [, year = '', month = '', date = '', hour = '', minute = '', second = ''] = manifest.exec(path) ?? [];
    const time = Date.parse(`${year}-${month}-${date}T${hour}:${minute}:${second}Z`);
    return Number.isNaN(time) ? [] : [time];
  });
  return seen(times.length === 0 ? undefined : times.reduce((first, time) => Math.min(first, time)));
}

function readListing(printed: string): Seen<Json> {
  try {
    const given = parseJson(printed);
    if (isObject(given)) return seen(given);
  } catch {
    // Told below.
  }
  return unseen(`the repository's list is not understood: "${printed.trim().slice(0, 60)}"`);
}

/** `df -P -k DIR`: the last line's blocks of 1024 bytes; a device's name may hold blanks, so it is read from the right. */
export function readDisk(printed: string): Seen<Disk> {
  const line = printed.trimEnd().split('\n').at(-1) ?? '';
  const found = /\s(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s+\d+%\s/u.exec(line);
  const [size, , free] = (found?.slice(1) ?? []).map(Number);
  if (size === undefined || free === undefined || size === 0) {
    return unseen(`the disk's figures are not understood: "${line.slice(0, 60)}" (the output of df -P -k is wanted)`);
  }
  return seen({ size: size * 1024, free: free * 1024 });
}

import { seen, unseen, type Backup, type BackupType, type DrillRecord, type Repository, type Seen } from './facts.ts';
import { isObject, listAt, numberAt, objectAt, parseJson, textAt } from './json.ts';

const label = /^\d{8}-\d{6}F(?:_\d{8}-\d{6}[DI])?$/u;
const segment = /^[0-9A-F]{24}$/u;
/** The year 9999: beyond it JavaScript has no dates, and nobody has backups. */
const latestSecond = 253_402_300_799;

/**
 * Reads what `pgbackrest --output=json info` printed. Whatever it is, the answer is a repository or a reason; fields
 * that are not known here are passed over, for a newer pgBackRest will have some.
 * @param wanted the stanza; undefined: the only one there is
 */
export function readInfo(printed: string, wanted: string | undefined): Seen<Repository> {
  let given: unknown;
  try {
    given = parseJson(printed);
  } catch {
    return unseen(`pgBackRest's answer is no JSON: "${printed.trim().slice(0, 80)}"`);
  }
  if (!Array.isArray(given)) return unseen("pgBackRest's answer is no list of stanzas");
  if (given.length === 0)
    return unseen('the repository is empty, or it is another one than was meant: it lists no stanza');
  const names = given.map((one) => textAt(one, 'name')).filter((name) => name !== undefined);
  if (wanted === undefined && given.length > 1) {
    return unseen(`the repository holds ${given.length} stanzas (${names.slice(0, 5).join(', ')}): set backup.stanza`);
  }
  const stanza: unknown = wanted === undefined ? given[0] : given.find((one) => textAt(one, 'name') === wanted);
  if (stanza === undefined) return unseen(`the repository does not list the stanza "${wanted ?? ''}"`);
  return readStanza(stanza);
}

function readStanza(stanza: unknown): Seen<Repository> {
  const name = textAt(stanza, 'name');
  const status = objectAt(stanza, 'status');
  const code = numberAt(status, 'code');
  if (name === undefined || code === undefined) return unseen("pgBackRest's answer lacks the stanza's name or status");
  const backups = listAt(stanza, 'backup').map(readBackup);
  const broken = backups.findIndex((one) => one === undefined);
  if (broken >= 0) return unseen(`pgBackRest's answer describes backup ${broken + 1} in a way that is not understood`);
  const known = backups.filter((one) => one !== undefined);
  return seen({
    stanza: name,
    code,
    message: messageOf(stanza, code),
    lockHeld: objectAt(objectAt(status, 'lock'), 'backup')['held'] === true,
    backups: known.toSorted((a, b) => a.stop - b.stop),
    databases: listAt(stanza, 'db').flatMap(readDatabase),
    archives: listAt(stanza, 'archive').flatMap(readArchive),
  });
}

/** The repositories' own words say more than the stanza's: `other` there is `unable to connect` here. */
function messageOf(stanza: unknown, code: number): string {
  const own = listAt(stanza, 'repo')
    .map((one) => objectAt(one, 'status'))
    .filter((one) => numberAt(one, 'code') !== 0)
    .map((one) => textAt(one, 'message') ?? '');
  const said = textAt(objectAt(stanza, 'status'), 'message') ?? `code ${code}`;
  const [first] = own.filter((text) => text !== '');
  return first ?? said;
}

function readBackup(given: unknown): Backup | undefined {
  const name = textAt(given, 'label');
  const type = textAt(given, 'type');
  const time = objectAt(given, 'timestamp');
  const [start, stop] = [secondAt(time, 'start'), secondAt(time, 'stop')];
  const archive = objectAt(given, 'archive');
  const [walStart, walStop] = [textAt(archive, 'start') ?? '', textAt(archive, 'stop') ?? ''];
  const info = objectAt(given, 'info');
  const [size, databaseId] = [numberAt(info, 'size'), numberAt(objectAt(given, 'database'), 'id')];
  if (name === undefined || !label.test(name) || !isType(type)) return undefined;
  if (start === undefined || stop === undefined || size === undefined || databaseId === undefined) return undefined;
  if (!segment.test(walStart) || !segment.test(walStop)) return undefined;
  const drill = drillOf(objectAt(given, 'annotation'));
  return {
    label: name,
    type,
    start: start * 1000,
    stop: stop * 1000,
    walStart,
    walStop,
    size,
    repositoryDelta: numberAt(objectAt(info, 'repository'), 'delta') ?? 0,
    // Only a plain `false` says that no page was wrong.
    error: isObject(given) && given['error'] !== false,
    databaseId,
    ...(drill === undefined ? {} : { drill }),
  };
}

const isType = (type: string | undefined): type is BackupType => type === 'full' || type === 'diff' || type === 'incr';

function secondAt(value: unknown, key: string): number | undefined {
  const second = numberAt(value, key);
  return second !== undefined && second >= 0 && second <= latestSecond ? second : undefined;
}

function drillOf(annotation: unknown): DrillRecord | undefined {
  const at = Date.parse(textAt(annotation, 'restore-test') ?? '');
  const result = textAt(annotation, 'restore-test-result');
  // Somebody's note that does not say how it went says nothing.
  return Number.isNaN(at) || result === undefined ? undefined : { at, ok: result === 'ok' };
}

function readDatabase(given: unknown): Repository['databases'] {
  const id = numberAt(given, 'id');
  const systemId = isObject(given) ? given['system-id'] : undefined;
  const version = textAt(given, 'version') ?? '';
  if (id === undefined || (typeof systemId !== 'string' && typeof systemId !== 'number')) return [];
  return [{ id, systemId: String(systemId), version }];
}

function readArchive(given: unknown): Repository['archives'] {
  const id = textAt(given, 'id');
  const databaseId = numberAt(objectAt(given, 'database'), 'id');
  const max = textAt(given, 'max');
  if (id === undefined || databaseId === undefined) return [];
  return [{ id, databaseId, max: max !== undefined && segment.test(max) ? max : undefined }];
}

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DataTypes, Sequelize, type AbstractDataType, type Model, type ModelStatic } from 'sequelize';
import { defineModels, type Models } from '../../models/index.ts';
import { testDatabase, type TestDatabase } from '../helpers/database.ts';

interface Column {
  readonly relation: string;
  readonly kind: string;
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly computed: boolean;
  readonly default: string | null;
  readonly key: boolean;
  /** table.column of each foreign key that begins with this column. */
  readonly refers: string[];
}

const sequelize = new Sequelize({ dialect: 'postgres' });
const models: Models = defineModels(sequelize);
const byTable = new Map<string, ModelStatic<Model>>(
  Object.values(models as unknown as Record<string, ModelStatic<Model>>).map((model) => [tableOf(model), model]),
);

let db: TestDatabase;
let columns: Column[];
beforeAll(async () => {
  db = await testDatabase();
  columns = await db.sql<Column>(`
    select c.relname as relation, c.relkind as kind, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull as required, (a.attgenerated <> '' or a.attidentity <> '') as computed, pg_get_expr(d.adbin, d.adrelid) as default,
      exists (
        select from pg_constraint k where k.conrelid = c.oid and k.contype = 'p' and a.attnum = any (k.conkey)
      ) as key,
      array(
        select r.relname || '.' || (
          select x.attname from pg_attribute x where x.attrelid = r.oid and x.attnum = k.confkey[1]
        )
        from pg_constraint k
        join pg_class r on r.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.conparentid = 0 and k.conkey[1] = a.attnum
      ) as refers
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v', 'm')
      and not c.relispartition
      -- the migrator's own list
      and c.relname <> 'schema_migrations'
    order by c.relname, a.attnum`);
});
afterAll(() => db.close());

function tableOf(model: ModelStatic<Model>): string {
  const name = model.getTableName();
  return typeof name === 'string' ? name : name.tableName;
}

const isView = ({ kind }: Column) => kind === 'v' || kind === 'm';
const attributesOf = (table: string) => byTable.get(table)?.getAttributes() ?? {};
const where = ({ relation, name }: Column) => `${relation}.${name}`;

/** How PostgreSQL names the type of an attribute. */
function typeName(type: AbstractDataType): string {
  const options = type as unknown as {
    _length?: number;
    _precision?: number;
    _scale?: number;
    type?: AbstractDataType;
  };
  switch (type.key) {
    case DataTypes.STRING.key:
      return `character varying(${options._length ?? 255})`;
    case DataTypes.DECIMAL.key:
      return options._precision === undefined ? 'numeric' : `numeric(${options._precision},${options._scale ?? 0})`;
    case DataTypes.DATE.key:
      return options._length === undefined || String(options._length) === ''
        ? 'timestamp with time zone'
        : `timestamp(${options._length}) with time zone`;
    case DataTypes.BLOB.key:
      return 'bytea';
    case DataTypes.ARRAY.key:
      return options.type ? `${typeName(options.type)}[]` : '';
    default:
      return type.key.toLowerCase();
  }
}

/** 'PENDING'::character varying and PENDING, CURRENT_TIMESTAMP and current_timestamp are the same. */
function defaultText(value: unknown): string | null {
  if (value === undefined) return null;
  const said = typeof value === 'object' && value !== null && 'val' in value ? value.val : value;
  return typeof said === 'string' && said !== value ? said.toLowerCase() : JSON.stringify(said).replaceAll('"', '');
}
const catalogDefault = (text: string) => text.replace(/^'(.*)'::.*$/u, '$1').replace(/^[A-Z_]+$/u, (word) => word);

test('every table and view has a model, and every model a table or view', () => {
  expect([...byTable.keys()].sort()).toEqual([...new Set(columns.map(({ relation }) => relation))].sort());
});

test('every column is in its model, and every attribute in its table', () => {
  const inModels = [...byTable].flatMap(([table, model]) =>
    Object.values(model.getAttributes()).map(({ field }) => `${table}.${field ?? ''}`),
  );
  expect(inModels.sort()).toEqual(columns.map(where).sort());
});

test('types are the same', () => {
  const told = columns.map((column) => {
    const attribute = attributesOf(column.relation)[column.name];
    return `${where(column)} ${attribute ? typeName(attribute.type as AbstractDataType) : 'missing'}`;
  });
  expect(told).toEqual(columns.map((column) => `${where(column)} ${column.type}`));
});

test('what may be missing is the same', () => {
  const real = columns.filter((column) => !isView(column));
  const told = real.map(
    (column) => `${where(column)} ${attributesOf(column.relation)[column.name]?.allowNull === false}`,
  );
  expect(told).toEqual(real.map((column) => `${where(column)} ${column.required}`));
});

test('defaults are the same', () => {
  const real = columns.filter((column) => !isView(column));
  const told = real.map((column) => {
    const value = defaultText(attributesOf(column.relation)[column.name]?.defaultValue);
    return `${where(column)} ${value ?? ''}`;
  });
  const wanted = real.map((column) => {
    if (column.computed) return `${where(column)} default`;
    // NOT NULL and written by a trigger: Sequelize is told a value so that it lets the row through
    if (column.name === 'order_created_at' && column.required) return `${where(column)} null`;
    const text = catalogDefault(column.default ?? '');
    return `${where(column)} ${/^[A-Z_]+$/u.test(column.default ?? '') ? text.toLowerCase() : text}`;
  });
  expect(told).toEqual(wanted);
});

test('keys are the same, save that orders has id alone', () => {
  const real = columns.filter((column) => !isView(column) && where(column) !== 'orders.created_at');
  const told = real.filter((column) => attributesOf(column.relation)[column.name]?.primaryKey === true);
  expect(told.map(where)).toEqual(real.filter(({ key }) => key).map(where));
  expect(attributesOf('orders')['created_at']?.primaryKey).toBeFalsy();
});

test('foreign keys are the same', () => {
  const told = columns.map((column) => {
    const references = attributesOf(column.relation)[column.name]?.references;
    if (references === undefined) return `${where(column)} -> `;
    const { model, key } = references as { model: string; key: string };
    return `${where(column)} -> ${model}.${key}`;
  });
  expect(told).toEqual(columns.map((column) => `${where(column)} -> ${column.refers[0] ?? ''}`));
  expect(columns.filter(({ refers }) => refers.length > 1).map(where)).toEqual([]);
});

describe('associations', () => {
  const associations = [...byTable.values()].flatMap((model) =>
    Object.values(model.associations).map(({ associationType, source, target, foreignKey, as }) => ({
      associationType,
      source: tableOf(source),
      target: tableOf(target),
      foreignKey,
      as,
    })),
  );

  test('follow every foreign key from the child to its parent and back', () => {
    // the way from an order to its registry is the same link read backwards
    const keys = columns.filter((column) => column.refers.length > 0 && where(column) !== 'orders.id');
    for (const column of keys) {
      const parent = column.refers[0]?.split('.')[0];
      const up = associations.filter(
        ({ associationType, source, target, foreignKey }) =>
          associationType === 'BelongsTo' &&
          source === column.relation &&
          target === parent &&
          foreignKey === column.name,
      );
      const down = associations.filter(
        ({ associationType, source, target, foreignKey }) =>
          ['HasMany', 'HasOne'].includes(associationType) &&
          source === parent &&
          target === column.relation &&
          foreignKey === column.name,
      );
      expect([where(column), up.length, down.length]).toEqual([where(column), 1, 1]);
    }
  });

  test('are there for the many-to-many relations of the design document', () => {
    const pairs = associations.filter(({ associationType }) => associationType === 'BelongsToMany');
    expect(pairs.map(({ source, target }) => `${source} ${target}`).sort()).toEqual([
      'orders products',
      'orders promo_codes',
      'products orders',
      'products users',
      'products users',
      'promo_codes orders',
      'users products',
      'users products',
    ]);
  });
});

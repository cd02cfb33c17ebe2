import { catalogSize, sampleCategories, sampleProducts, slugOf } from './catalog.ts';
import { brands } from './catalog-words.ts';
import { amount, span, temporary, type Shop } from './shop.ts';

const productColumns = `
  n int, sku text, name text, slug text, description text, category text, brand text, price bigint,
  compare_price bigint, cost bigint, grams int, tags text[], sizes text[], colours text[], colour_codes text[],
  attributes jsonb, state text`;

/**
 * Categories, brands, products with images, attributes and first version, variants. Makes seed_v: every variant with its
 * place (`slot`, from 0, best seller first; null when it is not sold) and what an order line keeps of it.
 */
export async function writeCatalog(shop: Shop): Promise<void> {
  await writeGroups(shop);
  await writeProducts(shop);
  await writeVariants(shop);
}

async function writeGroups({ db, dice, now }: Shop): Promise<void> {
  const id = (kind: string, slug: string | null) => (slug === null ? null : dice.uuidOf(kind, slug));
  const categories = sampleCategories().map((category) => ({
    ...category,
    id: id('category', category.slug),
    parent_id: id('category', category.parent),
  }));
  await db.query(
    `insert into categories (id, parent_id, name, slug, description, image_url, sort_order, is_active, created_at)
    select
      id, parent_id, name, slug, description, 'https://images.solemate.example/categories/' || slug || '.jpg',
      sort_order, is_active, ${now} - interval '900 days'
    from jsonb_to_recordset($1::jsonb) as r (
      id uuid, parent_id uuid, name text, slug text, description text, sort_order int, is_active boolean
    )`,
    [JSON.stringify(categories)],
  );
  const makers = brands.map((brand) => {
    const slug = slugOf(brand.name);
    return { id: id('brand', slug), name: brand.name, slug, description: brand.about };
  });
  await db.query(
    `insert into brands (id, name, slug, logo_url, website, description, created_at)
    select
      id, name, slug, 'https://images.solemate.example/brands/' || slug || '.svg',
      'https://' || slug || '.example', description, ${now} - interval '900 days'
    from jsonb_to_recordset($1::jsonb) as r (id uuid, name text, slug text, description text)`,
    [JSON.stringify(makers)],
  );
}

async function writeProducts({ db, dice, now, orders }: Shop): Promise<void> {
  await temporary(db, 'seed_p', productColumns, sampleProducts(dice, catalogSize(orders)));
  const id = dice.uuid('product', 'p.n');
  // Before the shop's 18 months began, so that every order could hold it; what is new came in during the last weeks.
  const made = `date_trunc('milliseconds', ${now} - case p.state
    when 'new' then ${span(`1 + 20 * ${dice.unit('p.n', 'made')}`, 'days')}
    when 'draft' then ${span(`0.5 + 9 * ${dice.unit('p.n', 'made')}`, 'days')}
    else ${span(`620 + 260 * ${dice.unit('p.n', 'made')}`, 'days')}
  end)`;
  await db.query(
    `insert into products (
      id, sku, name, slug, description, category_id, brand_id, price, compare_price, cost, weight, is_active, tags,
      meta_title, meta_description, created_at, updated_at, deleted_at
    )
    select
      ${id}, p.sku, p.name, p.slug, p.description, c.id, b.id, ${amount('p.price')}, ${amount('p.compare_price')},
      ${amount('p.cost')}, p.grams::numeric / 1000, p.state in ('sold', 'new'), p.tags, p.name || ' | SoleMate',
      left(p.description, 155), ${made}, ${made}, case when p.state = 'archived' then ${now} - interval '31 days' end
    from seed_p p
    left join categories c on c.slug = p.category
    left join brands b on b.slug = p.brand`,
  );
  await db.query(
    `insert into product_images (id, product_id, url, alt_text, sort_order, is_primary, created_at)
    select
      ${dice.uuid('image', "p.n || '.' || i")}, ${id},
      'https://images.solemate.example/products/' || p.slug || '/' || i || '.jpg',
      p.name || ', ' || (array['side', 'pair', 'sole', 'on foot'])[i], i - 1, i = 1, ${made}
    from seed_p p
    cross join generate_series(1, 4) i
    where p.state <> 'draft'
      and i <= ${dice.whole('p.n', 'images', 2, 4)}`,
  );
  await db.query(
    `insert into product_attributes (id, product_id, name, value, created_at)
    select ${dice.uuid('attribute', 'p.n || a.name')}, ${id}, a.name, a.value, ${made}
    from seed_p p
    cross join jsonb_to_recordset(p.attributes) as a (name text, value text)`,
  );
}

async function writeVariants({ db, dice }: Shop): Promise<void> {
  const key = 'n';
  await db.query(
    `create temp table seed_v as
    with each as (
      select
        row_number() over (order by p.n, c.place, s.place) as n,
        p.n as product_n,
        p.state,
        p.sku || '-' || p.colour_codes[c.place] || '-' || s.size as sku,
        s.size,
        c.colour,
        -- few want the smallest and the largest size
        1 - abs(s.place - (array_length(p.sizes, 1) + 1) / 2.0) / array_length(p.sizes, 1) as wanted,
        p.price,
        p.name,
        p.category,
        b.name as brand,
        'https://images.solemate.example/products/' || p.slug || '/' || lower(p.colour_codes[c.place]) || '.jpg' as image,
        p.grams
      from seed_p p
      cross join unnest(p.colours) with ordinality c (colour, place)
      cross join unnest(p.sizes) with ordinality s (size, place)
      left join brands b on b.slug = p.brand
    ),
    priced as (
      select
        *,
        state in ('sold', 'new') and ${dice.unit(key, 'off')} >= 0.03 as is_active,
        case
          when ${dice.unit(key, 'own price')} < 0.06 then greatest(price - 1000, 990)
          when wanted < 0.6 and ${dice.unit('product_n', 'large costs more')} < 0.1 then price + 500
        end as own_price
      from each
    )
    select
      n,
      product_n,
      ${dice.uuid('variant', 'n')} as id,
      ${dice.uuid('product', 'product_n')} as product_id,
      state, sku, size, colour, is_active, own_price, image, grams, name, wanted,
      coalesce(own_price, price) as price,
      jsonb_build_object(
        'sku', sku, 'name', name, 'brand', brand, 'category', category, 'size', size, 'color', colour,
        'price', ${amount('coalesce(own_price, price)')}::text, 'image', image
      ) as snapshot,
      floor(3 * ${dice.unit(key, 'main warehouse')} ^ 1.8)::int as main,
      ${dice.unit(key, 'second warehouse')} < 0.5 as second,
      ${dice.unit(key, 'third warehouse')} < 0.25 as third,
      case
        when state = 'sold' and is_active then row_number() over (
          partition by state = 'sold' and is_active
          order by ${dice.unit('product_n', 'fame')} ^ 2 * wanted * (0.4 + ${dice.unit(key, 'luck')}) desc, n
        ) - 1
      end as slot
    from priced`,
  );
  await db.query('create unique index on seed_v (n)');
  await db.query('analyze seed_v');
  await db.query(
    `insert into product_variants (
      id, product_id, sku, size, color, price, weight, images, is_active, created_at, archived_at
    )
    select v.id, v.product_id, v.sku, v.size, v.colour, ${amount('v.own_price')}, v.grams::numeric / 1000,
      array[v.image], v.is_active, p.created_at, p.deleted_at
    from seed_v v
    join products p on p.id = v.product_id`,
  );
}

import type { ShownProduct, ShownVariant } from '../../../src/operations/products/parts/shown.ts';

const at = '2026-11-23T14:02:00.000Z';

export const variant = (
  size: string,
  color: string,
  stock: number,
  more: Partial<ShownVariant> = {},
): ShownVariant => ({
  id: `${size}-${color}`,
  sku: `RUN-${size}-${color.slice(0, 3).toUpperCase()}`,
  size,
  color,
  price: '89.95',
  own_price: null,
  weight: null,
  images: null,
  barcode: null,
  is_active: true,
  deleted_at: null,
  stock,
  version: 1,
  ...more,
});

const variants = [
  ...Array.from({ length: 14 }, (_, index) => variant(String(36 + index), 'Black', index * 3)),
  variant('42.5', 'Black', 120, { barcode: '4006381333931', own_price: '94.95', price: '94.95' }),
  variant('36', 'Zoë \u001b[2Jred', 7, { is_active: false }),
  variant('37', 'Zoë \u001b[2Jred', 0, { deleted_at: at, is_active: false }),
  variant('38', 'Zoë \u001b[2Jred', 2),
];

/** A shoe of fifteen sizes and two colours, its texts hostile, its second colour half made. */
export const product: ShownProduct = {
  id: 'p',
  sku: 'RUN',
  name: 'Runner 登山靴 \u001b]0;owned\u0007',
  slug: 'runner',
  description: 'Light and fast. '.repeat(12),
  brand: 'Stride',
  category: 'Running',
  price: '89.95',
  compare_price: '99.95',
  cost: '41.00',
  weight: null,
  is_active: true,
  tags: ['new', 'light'],
  meta_title: null,
  meta_description: null,
  review_count: 1,
  avg_rating: '5.00',
  version: 3,
  created_at: at,
  updated_at: at,
  deleted_at: null,
  stats: { order_count: 13, total_sold: 18 },
  variants,
  inventory: variants
    .filter(({ deleted_at }) => deleted_at === null)
    .flatMap(({ sku, stock }) => [
      { sku, warehouse: 'BER', quantity: stock + 1, reserved: 1, available: stock, reorder_point: 5 },
      { sku, warehouse: 'HAM', quantity: 9, reserved: 0, available: 9, reorder_point: 2 },
    ]),
  images: [
    { position: 1, url: 'https://images.solemate.example/run.jpg', alt_text: 'side', is_primary: true, version: 1 },
    { position: 2, url: 'https://images.solemate.example/top.jpg', alt_text: null, is_primary: false, version: 1 },
  ],
  attributes: [{ name: 'Sole', value: 'rubber', version: 1 }],
};

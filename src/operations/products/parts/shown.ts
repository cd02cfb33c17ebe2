export interface ShownStock {
  readonly sku: string;
  readonly warehouse: string;
  readonly quantity: number;
  readonly reserved: number;
  readonly available: number;
  readonly reorder_point: number;
}

export interface ShownVariant {
  readonly id: string;
  readonly sku: string;
  readonly size: string | null;
  readonly color: string | null;
  /** Its own or the product's. */
  readonly price: string;
  readonly own_price: string | null;
  readonly weight: string | null;
  readonly images: readonly string[] | null;
  readonly barcode: string | null;
  readonly is_active: boolean;
  /** Since when it is in the archive by itself, whatever became of the product. */
  readonly deleted_at: string | null;
  /** Available in all warehouses. */
  readonly stock: number;
  readonly version: number;
}

export interface ShownImage {
  /** From 1, in the order in which customers see them. */
  readonly position: number;
  readonly url: string;
  readonly alt_text: string | null;
  readonly is_primary: boolean;
  readonly version: number;
}

export interface ShownAttribute {
  readonly name: string;
  readonly value: string;
  readonly version: number;
}

export interface ShownProduct {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly brand: string | null;
  readonly category: string | null;
  readonly price: string;
  readonly compare_price: string | null;
  readonly cost: string | null;
  readonly weight: string | null;
  readonly is_active: boolean;
  readonly tags: readonly string[] | null;
  readonly meta_title: string | null;
  readonly meta_description: string | null;
  readonly review_count: number;
  readonly avg_rating: string | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string | null;
  readonly stats: { readonly order_count: number; readonly total_sold: number };
  readonly variants: readonly ShownVariant[];
  /** By variant and warehouse; a place that never held the variant is not there. */
  readonly inventory: readonly ShownStock[];
  /** The primary one first, then in their order. */
  readonly images: readonly ShownImage[];
  readonly attributes: readonly ShownAttribute[];
}

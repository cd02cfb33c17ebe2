export interface OutgoingVariant {
  readonly sku: string;
  readonly barcode: string | null;
  readonly size: string | null;
  readonly color: string | null;
  readonly price: string | null;
  readonly weight: string | null;
  /** On sale, or would be were its product not in the archive. */
  readonly active: boolean;
  readonly images: readonly string[];
  readonly available: number;
}

/** A product as it leaves the shop. Amounts and weights (kg) are decimal text. */
export interface OutgoingProduct {
  readonly slug: string;
  readonly sku: string;
  readonly barcode: string | null;
  readonly name: string;
  readonly status: 'active' | 'inactive' | 'archived';
  readonly brand: string | null;
  /** Names from the root down; empty without a category. */
  readonly category: readonly string[];
  readonly price: string;
  readonly compare_price: string | null;
  readonly cost: string | null;
  readonly weight: string | null;
  readonly tags: readonly string[];
  readonly description: string | null;
  readonly meta_title: string | null;
  readonly meta_description: string | null;
  readonly attributes: readonly { readonly name: string; readonly value: string }[];
  readonly images: readonly { readonly url: string; readonly alt: string | null; readonly primary: boolean }[];
  readonly variants: readonly OutgoingVariant[];
  /** Of a product without variants. */
  readonly available: number;
}

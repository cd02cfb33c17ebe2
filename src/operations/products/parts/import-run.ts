import type { IncomingProduct } from '../../../domain/product-csv/incoming.ts';
import { refuseRows, type ProductFile } from '../../../domain/product-csv/read.ts';
import { notesKept } from '../../../domain/shopify/report.ts';
import type { Context } from '../../operation.ts';
import { ensureCategories } from './import-categories.ts';
import { ensureBrands } from './import-groups.ts';
import { planImport, type ImportPlan, type MadeSku, type PlannedProduct, type PlanNotes } from './import-plan.ts';
import type { ImportReport } from './import-report.ts';
import type { Delivery } from './import-variants.ts';
import { writeBatch, type Written } from './import-writes.ts';

interface ImportChoices {
  readonly update: boolean;
  readonly partial: boolean;
  readonly brand?: string | undefined;
}

type Done = Written & Pick<ImportReport, 'brands_created' | 'categories_created' | 'made_sku_count' | 'made_skus'>;

/** Batch by batch, so that memory stays flat: what a batch wrote the next one finds in the database. */
export class Import {
  readonly #sum = { products_created: 0, products_updated: 0, variants_created: 0, images: 0, units_restocked: 0 };
  readonly #groups = { brands_created: 0, categories_created: 0 };
  readonly #made: MadeSku[] = [];
  #madeCount = 0;
  #keptStock = 0;
  readonly #context: Context;
  readonly #file: ProductFile;
  readonly #input: ImportChoices;
  readonly #delivery: Delivery | undefined;
  readonly #notes: PlanNotes;

  constructor(
    context: Context,
    file: ProductFile,
    input: ImportChoices,
    delivery: Delivery | undefined,
    notes: PlanNotes,
  ) {
    this.#context = context;
    this.#file = file;
    this.#input = input;
    this.#delivery = delivery;
    this.#notes = notes;
  }

  async all(): Promise<Done> {
    const { update, partial } = this.#input;
    const options = { update, delivered: this.#delivery !== undefined, reserved: this.#file.skus };
    let looked = 0;
    for (const batch of this.#file.batches()) {
      const plan = await planImport(this.#context.tx, batch, options, this.#notes);
      // A problem was found: what comes is only looked at, so that all are told at once.
      if (partial || this.#notes.problems.count === 0) await this.#write(plan);
      looked += batch.length;
      this.#context.progress({ done: looked, total: this.#file.products, what: 'products' });
    }
    if (!partial && this.#notes.problems.count > 0) throw refuseRows(this.#file.name, this.#notes.problems);
    if (this.#keptStock > 0) {
      const reason = `stock of variants that the shop had in ${this.#keptStock} products was left as it is`;
      this.#notes.warnings.add({ reason });
    }
    return { ...this.#sum, ...this.#groups, made_sku_count: this.#madeCount, made_skus: this.#made };
  }

  async #write(plan: ImportPlan): Promise<void> {
    const { tx } = this.#context;
    const taken = [...plan.created, ...plan.changed].map(({ product }) => product);
    const vendorOf = ({ vendor }: IncomingProduct) => vendor ?? this.#input.brand ?? null;
    const brands = await ensureBrands(tx, present(taken.map(vendorOf)));
    const categories = await ensureCategories(tx, present(taken.map(({ category }) => category)));
    this.#groups.brands_created += brands.created;
    this.#groups.categories_created += categories.created;
    const groupsOf = ({ product }: PlannedProduct) => ({
      brand_id: brands.ids.get(vendorOf(product) ?? '') ?? null,
      category_id: product.category ? (categories.idOf(product.category) ?? null) : null,
    });
    await writeBatch(tx, plan, { delivery: this.#delivery, skipped: this.#notes.skipped, groupsOf }, this.#sum);
    this.#madeCount += plan.madeSkus.length;
    this.#made.push(...plan.madeSkus.slice(0, notesKept - this.#made.length));
    const stocked = plan.changed.filter(({ matched }) => matched.some(({ variant }) => (variant.quantity ?? 0) > 0));
    if (this.#delivery) this.#keptStock += stocked.length;
  }
}

const present = <T>(all: readonly (T | null)[]): T[] => all.filter((one) => one !== null);

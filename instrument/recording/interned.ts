/** Items numbered from 0, equal ones once. */
export class Interned<T> {
  readonly items: T[] = [];
  private readonly ids = new Map<string, number>();

  idOf(item: T): number {
    const key = JSON.stringify(item);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    this.ids.set(key, this.items.length);
    this.items.push(item);
    return this.items.length - 1;
  }
}

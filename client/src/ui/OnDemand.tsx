import { cloneElement, useState, type ComponentType, type HTMLAttributes, type ReactElement } from 'react';

interface OnDemandProps<Props> {
  /** The button, rendered before the rest is loaded. */
  trigger: ReactElement<HTMLAttributes<HTMLElement>>;
  popup: 'menu' | 'dialog';
  load: () => Promise<{ default: ComponentType<Props> }>;
  props: Props;
  onOpen?: () => void;
}

/**
 * Something that opens from a button and whose mechanics (positions, keys, focus) are loaded on demand: hover or focus
 * starts loading, the first click opens it.
 */
export function OnDemand<Props extends object>({
  trigger,
  popup,
  load,
  props,
  onOpen,
}: OnDemandProps<Props>) {
  const [Loaded, setLoaded] = useState<ComponentType<Props>>();
  if (Loaded) return <Loaded {...props} />;
  const warm = (): void => void load().catch(() => undefined);
  const open = (): void =>
    void load().then(
      (module) => {
        setLoaded(() => module.default);
        onOpen?.();
      },
      // Offline before it was loaded: the next click retries.
      () => undefined,
    );
  return cloneElement(trigger, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: warm,
    onFocus: warm,
    onClick: open,
  });
}

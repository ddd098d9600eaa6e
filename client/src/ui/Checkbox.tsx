import { classes } from './classes';

interface CheckboxProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  className?: string;
}

export const Checkbox = ({ label, checked, onChange, className }: CheckboxProps) => (
  <label className={classes('flex items-center gap-2.5 text-[14px]', className)}>
    <input
      type="checkbox"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
      className="size-4 accent-[var(--accent-solid)]"
    />
    {label}
  </label>
);

import { useId, type ReactNode } from 'react';

const box =
  'w-full rounded-lg border border-strong bg-page px-3 text-[15px] outline-none focus:border-accent focus:ring-3 focus:ring-tint max-[819px]:text-[16px]';

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; name: string }[];
  onChange: (value: Value) => void;
}

/** A label above what it names. */
function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div className="mb-4">
      <label htmlFor={id} className="mb-1.5 block text-[13px] font-semibold">
        {label}
      </label>
      {children(id)}
    </div>
  );
}

/** A labelled list to choose one from. */
export const Choice = <Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) => (
  <Labelled label={label}>
    {(id) => (
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.target.value as Value)}
        className={`h-[42px] ${box}`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    )}
  </Labelled>
);

interface WordsProps {
  label: string;
  value: string;
  most: number;
  onChange: (value: string) => void;
}

/** A labelled box for several lines. */
export const Words = ({ label, value, most, onChange }: WordsProps) => (
  <Labelled label={label}>
    {(id) => (
      <textarea
        id={id}
        dir="auto"
        rows={3}
        value={value}
        maxLength={most}
        onChange={(event) => onChange(event.target.value)}
        className={`py-2 ${box}`}
      />
    )}
  </Labelled>
);

/** A heading inside the queue. */
export const Heading = ({ children }: { children: ReactNode }) => (
  <h3 className="heading mt-5 mb-2 text-[14px]">{children}</h3>
);

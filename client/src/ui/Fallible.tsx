import { Component, type ReactNode } from 'react';
import { t } from '../text/first';
import { announce } from './announce';

interface FallibleProps {
  children: ReactNode;
  /** Rendered instead after a failure; nothing without it. */
  fallback?: ReactNode;
  /** For a part that a person opened: closes it and shows the failure. */
  onFailure?: () => void;
}

/** An error boundary: a part that fails, such as one whose code cannot be loaded, does not take the page down. */
export class Fallible extends Component<FallibleProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    if (!this.props.onFailure) return;
    announce(t('page.partFailed'));
    this.props.onFailure();
  }

  override render(): ReactNode {
    return this.state.failed ? (this.props.fallback ?? null) : this.props.children;
  }
}

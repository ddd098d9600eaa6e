import { Component, type ReactNode } from 'react';
import { t } from '../text/first';
import { announce } from './announce';

interface FallibleProps {
  children: ReactNode;
  /** What stands there instead; nothing without it. */
  fallback?: ReactNode;
  /** When somebody has asked for the part: closes it again, and it is said why. */
  onFailure?: () => void;
}

/** A part of the page that may fail, such as one whose code cannot be loaded, without taking the rest down. */
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

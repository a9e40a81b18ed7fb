"""Type, spacing and the stylesheet, and the one object that puts them and the palette on the application."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from nervemap.palette import PALETTES, Palette, Scheme

GRID = 8  # px; every margin and gap is a multiple
TOUCH = 40  # px; least height of anything that is pressed
STEPS = (13, 16, 20, 28)  # pt; body, emphasis, heading, title


def interface_font(text_size: int = 100) -> QFont:
    """Inter in the body size, drawn alike on every screen; `text_size` in per cent."""
    font = QFont("Inter")
    font.setPointSizeF(STEPS[0] * text_size / 100)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def tabular(font: QFont) -> QFont:
    """The same font with figures of equal width, for numbers that change or stand in columns.

    Not for running text: it widens Inter's hyphens too.
    """
    font = QFont(font)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class Theme(QObject):
    """Puts palette and text size on the application; follows the system's scheme unless one was chosen."""

    changed = Signal(object)

    def __init__(self, app: QApplication, override: Scheme | None = None, text_size: int = 100) -> None:
        super().__init__(app)
        self._app = app
        self._override: Scheme | None = override
        self._text_size = text_size
        self._windows: list[QWidget] = []
        app.setStyle("Fusion")
        self._hints = app.styleHints()  # held: PySide deletes what it hands out with it
        self._hints.colorSchemeChanged.connect(self._on_system_scheme)
        self._contrast = getattr(self._hints, "accessibility", None)  # since Qt 6.10
        if self._contrast:
            self._contrast().contrastPreferenceChanged.connect(self._on_system_scheme)
        self._apply()

    @property
    def palette(self) -> Palette:
        """The palette in use."""
        return PALETTES[self.scheme]

    @property
    def scheme(self) -> Scheme:
        """The scheme in use: the chosen one, otherwise the system's."""
        if self._override:
            return self._override
        if self._contrast and self._contrast().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return "contrast"
        return "dark" if self._hints.colorScheme() == Qt.ColorScheme.Dark else "light"

    def set_override(self, scheme: Scheme | None) -> None:
        """Choose a scheme; None follows the system again."""
        self._override = scheme
        self._apply()

    def set_text_size(self, text_size: int) -> None:
        """Set the size of all text, in per cent of the design's (100-200)."""
        self._text_size = text_size
        self._apply()

    def _on_system_scheme(self) -> None:
        if self._override is None:
            self._apply()

    def _apply(self) -> None:
        palette = self.palette
        self._app.setFont(interface_font(self._text_size))
        self._app.setPalette(qt_palette(palette))
        for window in self._windows:
            self._put_on(window)
        self.changed.emit(palette)

    def dress(self, window: QWidget) -> None:
        """Put the stylesheet on a window and all in it, now and whenever it changes.

        It is the windows' and not the application's: parts are made before they stand in a window, and as long as they
        have no stylesheet, putting them together takes a fifth of the time.
        """
        self._windows.append(window)
        window.destroyed.connect(lambda: self._windows.remove(window))
        self._put_on(window)

    def _put_on(self, window: QWidget) -> None:
        window.setStyleSheet("")  # from none to one Qt is four times quicker than from one to another
        window.setStyleSheet(stylesheet(self.palette, self._text_size))


def qt_palette(palette: Palette) -> QPalette:
    """The same colours in Qt's roles, for what the style draws by itself."""
    qt = QPalette()
    role = QPalette.ColorRole
    for which, color in (
        (role.Window, palette.base),
        (role.Base, palette.surface),
        (role.AlternateBase, palette.hover),
        (role.WindowText, palette.text),
        (role.Text, palette.text),
        (role.Button, palette.surface),
        (role.ButtonText, palette.text),
        (role.PlaceholderText, palette.muted),
        (role.Highlight, palette.accent),
        (role.HighlightedText, palette.on_accent),
        (role.ToolTipBase, palette.surface),
        (role.ToolTipText, palette.text),
        (role.Link, palette.accent),
    ):
        qt.setColor(which, QColor(color))
    for which in (role.WindowText, role.Text, role.ButtonText):
        qt.setColor(QPalette.ColorGroup.Disabled, which, QColor(palette.muted))
    return qt


def stylesheet(palette: Palette, text_size: int = 100) -> str:
    """The stylesheet of the whole window. Widgets say what they are by the properties `role`, `step` and `kind`."""
    p = palette
    steps = "\n".join(f'QLabel[step="{step}"] {{ font-size: {step * text_size / 100:g}pt; }}' for step in STEPS)
    return f"""
QWidget {{ color: {p.text}; }}
QMainWindow, QDialog {{ background: {p.base}; }}
QToolTip {{ background: {p.surface}; color: {p.text}; border: 1px solid {p.border}; padding: 6px; }}
{steps}
QLabel[weight="strong"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {p.muted}; }}
QLabel[role="attention"] {{ color: {p.attention}; }}
QLabel[role="danger"] {{ color: {p.danger}; }}
QLabel[role="positive"] {{ color: {p.positive}; }}
QLabel[role="accent"] {{ color: {p.accent}; }}
QLabel[role="badge"] {{ background: {p.mark}; color: {p.surface}; border-radius: 4px; padding: 1px 7px;
    font-weight: 600; }}

QFrame[kind="card"] {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: 8px; }}
QFrame[kind="notice"] {{ background: {p.attention_soft}; border: 1px solid {p.attention}; border-radius: 8px; }}
QFrame[kind="field"][state="open"] {{ background: {p.selected}; border: 1px dashed {p.accent}; }}
QFrame[kind="stop"] {{ background: {p.surface}; border: none; border-top: 3px solid {p.attention}; }}
QFrame[kind="foot"] {{ background: {p.surface}; border: none; border-top: 1px solid {p.line}; }}
QFrame[kind="rule"] {{ background: {p.line}; border: none; min-height: 1px; max-height: 1px; }}
QFrame[kind="field"] {{ background: {p.line}; border: 1px solid {p.border}; border-radius: 4px; }}
QFrame[kind="field"][state="yes"] {{ background: {p.accent}; border-color: {p.accent}; }}
QFrame[kind="banner"] {{ background: {p.alarm}; border: none; }}
QFrame[kind="banner"] QLabel {{ color: {p.on_alarm}; }}
QFrame[kind="row"] {{ background: transparent; border: 2px solid transparent; border-radius: 8px; }}
QFrame[kind="row"]:hover {{ background: {p.hover}; }}
QFrame[kind="row"][selected="true"] {{ background: {p.selected}; }}
QFrame[kind="row"]:focus {{ border-color: {p.focus}; }}

QPushButton {{ background: {p.surface}; border: 1px solid {p.border}; border-radius: 6px;
    min-height: 24px; padding: 7px 13px; outline: none; }}
QPushButton:hover {{ background: {p.hover}; }}
QPushButton:pressed {{ background: {p.selected}; }}
QPushButton:focus {{ border: 2px solid {p.focus}; padding: 6px 12px; background: {p.selected}; }}
QPushButton:checked {{ background: {p.accent}; color: {p.on_accent}; border-color: {p.accent}; font-weight: 600; }}
QPushButton:checked:focus {{ border-color: {p.text}; }}
QPushButton:disabled {{ color: {p.muted}; background: {p.base}; border-color: {p.line}; }}
QPushButton[kind="segment"] {{ padding: 7px 9px; }}
QPushButton[kind="segment"]:focus {{ padding: 6px 8px; }}
QPushButton[kind="answer"] {{ text-align: left; }}
QPushButton[kind="tight"] {{ padding: 7px 3px; border-radius: 4px; }}
QPushButton[kind="tight"]:focus {{ padding: 6px 2px; }}
QPushButton[kind="tab"] {{ background: transparent; border: none; border-bottom: 3px solid transparent;
    border-radius: 0; padding: 8px 9px 5px 9px; }}
QPushButton[kind="tab"]:hover {{ background: {p.hover}; }}
QPushButton[kind="tab"]:checked {{ color: {p.accent}; border-bottom-color: {p.accent}; }}
QPushButton[kind="tab"]:focus {{ border: 2px solid {p.focus}; border-radius: 4px; padding: 6px 7px 6px 7px; }}
QPushButton[kind="page"] {{ background: transparent; border: 1px solid transparent; border-radius: 20px;
    color: {p.muted}; padding: 7px 11px; }}
QPushButton[kind="page"]:hover {{ background: {p.hover}; }}
QPushButton[kind="page"]:checked {{ background: {p.selected}; color: {p.text}; border-color: {p.selected}; }}
QPushButton[kind="page"]:focus {{ border: 2px solid {p.focus}; padding: 6px 10px; }}
QPushButton[tone="quiet"]:checked {{ background: {p.hover}; color: {p.text}; border-color: {p.muted}; }}
QPushButton[tone="quiet"]:checked:focus {{ border-color: {p.focus}; }}
QPushButton[tone="mark"]:checked {{ background: {p.mark}; color: {p.surface}; border-color: {p.mark}; }}
QPushButton[tone="mark"]:checked:focus {{ border-color: {p.text}; }}
QPushButton[tone="danger"] {{ color: {p.danger}; border-color: {p.danger}; font-weight: 600; }}
QPushButton[tone="danger"]:checked {{ background: {p.attention_soft}; color: {p.danger}; border-color: {p.danger}; }}
QPushButton[kind="flat"] {{ background: transparent; border-color: transparent; color: {p.accent};
    text-align: left; padding: 7px 3px; }}
QPushButton[kind="flat"]:hover {{ background: {p.hover}; }}
QPushButton[kind="flat"]:focus {{ border-color: {p.focus}; padding: 6px 2px; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {p.text}; text-align: left;
    min-height: 0; padding: 0; border-radius: 2px; }}
QPushButton[kind="link"][role="muted"] {{ color: {p.muted}; }}
QPushButton[kind="link"][role="accent"] {{ color: {p.accent}; }}
QPushButton[kind="link"]:hover {{ color: {p.accent}; text-decoration: underline; }}
QPushButton[kind="link"][lit="true"] {{ color: {p.accent}; font-weight: 600; }}
QPushButton[kind="source"] {{ background: transparent; border: 1px solid transparent;
    border-bottom: 1px dotted {p.border}; border-radius: 0; color: {p.muted}; min-height: 0; padding: 0; }}
QPushButton[kind="source"]:hover {{ color: {p.accent}; border-bottom-color: {p.accent}; }}
QPushButton[kind="link"]:focus, QPushButton[kind="source"]:focus {{ border: 1px solid {p.focus};
    background: {p.selected}; }}

QLineEdit, QSpinBox {{ background: {p.surface}; border: 1px solid {p.border}; border-radius: 6px; min-height: 24px;
    padding: 7px 11px; selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox QLineEdit {{ background: transparent; border: none; min-height: 0; padding: 0; }}
QLineEdit:focus, QSpinBox:focus {{ border: 2px solid {p.focus}; padding: 6px 10px; }}
QSpinBox:disabled {{ color: {p.muted}; background: {p.base}; border-color: {p.line}; }}
QPlainTextEdit, QListWidget {{ background: {p.surface}; border: 1px solid {p.border}; border-radius: 6px; padding: 7px;
    selection-background-color: {p.accent}; selection-color: {p.on_accent}; }}
QPlainTextEdit:focus, QListWidget:focus {{ border: 2px solid {p.focus}; padding: 6px; }}
QListWidget::item {{ border-radius: 4px; padding: 0 6px; }}
QListWidget::item:hover {{ background: {p.hover}; }}
QListWidget::item:selected {{ background: {p.selected}; color: {p.text}; }}
QMenu::item:selected, QMenuBar::item:selected {{ color: {p.on_accent}; background: {p.accent}; }}
QMenu::item:disabled {{ color: {p.muted}; }}
QMessageBox, QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QLabel[kind="sheet"] {{ border: 1px solid {p.line}; background: #ffffff; color: #555555; }}
QWidget[kind="patient"] {{ background: {p.base}; }}

QScrollArea, QScrollArea > QWidget > QWidget[kind="page"] {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {p.border}; border-radius: 4px; min-height: 40px; margin: 2px; }}
QScrollBar::handle:vertical:hover {{ background: {p.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {p.border}; border-radius: 4px; min-width: 40px; margin: 2px; }}
"""

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRuleRow: a rule as a person edits it.  A filter that is wrong stays in its entry and its error below; the rule keeps
 * the last one that was right, so the map does not flicker while somebody types.  The error waits a moment, for everything
 * is wrong before it is complete.  Main thread. */

#include "ui/atlas-rule-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/atlas-rule-symbol.h"
#include "ui/atlas-swatch.h"
#include "ui/atlas-text.h"

#define ERROR_MS 500
#define MAX_FIELDS 12

struct _AtlasRuleRow
{
  AdwBin           parent_instance;
  AtlasTable      *table;
  AtlasRecipeRule *rule;
  gboolean         draft;
  guint            error_timeout;
  int              error_position;    /* -1: no error */
  char            *error_message;
  GtkWidget       *symbol_button;
  GtkWidget       *swatch;
  GtkWidget       *symbol;            /* (nullable): once opened */
  GtkEntry        *title;
  GtkEntry        *filter;
  GtkWidget       *error_box;
  GtkLabel        *caret;
  GtkLabel        *error_label;
  GtkLabel        *count;
  GtkWidget       *up, *down, *remove;
};

enum
{
  CHANGED,
  MOVE,
  REMOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasRuleRow, atlas_rule_row, ADW_TYPE_BIN)

static void
set_name (gpointer    widget,
          const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* -- the error ---------------------------------------------------------------------------------------------------- */

/* Puts the caret under the character that the error is about. */
static void
place_caret (AtlasRuleRow *self)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->filter)));
  const int n = (int) g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self->filter)), -1);
  graphene_rect_t from, to;
  double x = 0, y = 0;
  int width;

  if (self->error_position < 0)
    return;
  gtk_text_compute_cursor_extents (GTK_TEXT (text), (gsize) MIN (self->error_position, n), &from, NULL);
  gtk_text_compute_cursor_extents (GTK_TEXT (text), (gsize) MIN (self->error_position + 1, n), &to, NULL);
  gtk_widget_translate_coordinates (text, self->error_box, (from.origin.x + to.origin.x) / 2, 0, &x, &y);
  gtk_widget_measure (GTK_WIDGET (self->caret), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &width, NULL, NULL);
  width -= gtk_widget_get_margin_start (GTK_WIDGET (self->caret));
  /* One that is scrolled out of sight is pointed to at the edge. */
  gtk_widget_set_margin_start (GTK_WIDGET (self->caret),
                               (int) CLAMP (x - width / 2.0, 0,
                                            MAX (0, gtk_widget_get_width (GTK_WIDGET (self->filter)) - width)));
}

static void
mark_error (AtlasRuleRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->filter));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if (self->error_position >= 0 && self->error_position < (int) g_utf8_strlen (text, -1))
    {
      PangoAttribute *line = pango_attr_underline_new (PANGO_UNDERLINE_ERROR);
      const char *at = g_utf8_offset_to_pointer (text, self->error_position);

      line->start_index = (guint) (at - text);
      line->end_index = (guint) (g_utf8_next_char (at) - text);
      pango_attr_list_insert (attributes, line);
    }
  gtk_entry_set_attributes (self->filter, attributes);
}

static void
show_error (AtlasRuleRow *self)
{
  const gboolean wrong = self->error_position >= 0;
  g_autofree char *shown = wrong ? atlas_text_show (self->error_message, -1, FALSE) : NULL;

  gtk_label_set_text (self->error_label, shown != NULL ? shown : "");
  gtk_widget_set_visible (self->error_box, wrong);
  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->filter), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->filter), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->filter), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  mark_error (self);
  place_caret (self);
}

static gboolean
on_error_timeout (gpointer user_data)
{
  AtlasRuleRow *self = user_data;

  self->error_timeout = 0;
  show_error (self);
  return G_SOURCE_REMOVE;
}

/* Returns: whether the filter in the entry is right. */
static gboolean
check_filter (AtlasRuleRow *self)
{
  g_autoptr (GError) error = NULL;
  const gboolean good = atlas_recipe_rule_check_filter (gtk_editable_get_text (GTK_EDITABLE (self->filter)), self->table, &error);

  g_clear_handle_id (&self->error_timeout, g_source_remove);
  g_clear_pointer (&self->error_message, g_free);
  self->error_position = good ? -1 : atlas_filter_error_get_position (error);
  self->error_message = good ? NULL : g_strdup (error->message);
  return good;
}

/* -- changes by the person ---------------------------------------------------------------------------------------- */

static void
show_title (AtlasRuleRow *self)
{
  gtk_entry_set_placeholder_text (self->title, _("Title in the legend"));
  gtk_entry_set_placeholder_text (self->filter, self->draft ? _("Which? Write a condition") : C_("rule", "Everything else"));
}

static void
set_string (char      **place,
            const char *value)
{
  char *copy = g_strdup (value);

  g_free (*place);
  *place = copy;
}

static void
on_filter_changed (AtlasRuleRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->filter));

  if (!check_filter (self))
    {
      self->error_timeout = g_timeout_add (ERROR_MS, on_error_timeout, self);
      return;
    }
  show_error (self);
  if (g_str_equal (text, self->rule->filter))
    return;
  set_string (&self->rule->filter, text);
  self->draft = FALSE;
  show_title (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_title_changed (AtlasRuleRow *self)
{
  set_string (&self->rule->title, gtk_editable_get_text (GTK_EDITABLE (self->title)));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_symbol_changed (AtlasRuleRow *self)
{
  atlas_rule_symbol_read (ATLAS_RULE_SYMBOL (self->symbol), self->rule);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
create_popover (GtkMenuButton *button,
                gpointer       user_data)
{
  AtlasRuleRow *self = user_data;
  GtkWidget *popover;

  if (self->symbol != NULL)
    return;
  popover = gtk_popover_new ();
  self->symbol = atlas_rule_symbol_new (atlas_table_get_geometry_kind (self->table), self->rule);
  gtk_widget_add_css_class (self->symbol, "rule-symbol");
  gtk_popover_set_child (GTK_POPOVER (popover), self->symbol);
  g_signal_connect_object (self->symbol, "changed", G_CALLBACK (on_symbol_changed), self, G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, popover);
}

static void
move_action (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  g_signal_emit (widget, signals[MOVE], 0, g_str_has_suffix (action, "up") ? -1 : 1);
}

static void
remove_action (GtkWidget  *widget,
               const char *action,
               GVariant   *parameter)
{
  g_signal_emit (widget, signals[REMOVE], 0);
}

/* -- the widgets -------------------------------------------------------------------------------------------------- */

static GtkWidget *
make_button (const char *icon,
             const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static GtkWidget *
make_head (AtlasRuleRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->swatch = g_object_new (ATLAS_TYPE_SWATCH, NULL);
  gtk_widget_set_size_request (self->swatch, 28, 22);
  self->symbol_button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->symbol_button), self->swatch);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->symbol_button), create_popover, self, NULL);
  gtk_widget_set_tooltip_text (self->symbol_button, _("Choose the symbol"));
  self->title = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->title), 6);
  gtk_entry_set_max_length (self->title, 200);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  gtk_box_append (GTK_BOX (box), self->symbol_button);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  return box;
}

static GtkWidget *
make_foot (AtlasRuleRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->count, 0);
  gtk_label_set_ellipsize (self->count, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  self->up = make_button ("go-up-symbolic", "rule.up");
  self->down = make_button ("go-down-symbolic", "rule.down");
  self->remove = make_button ("user-trash-symbolic", "rule.remove");
  gtk_widget_set_tooltip_text (self->up, _("Move up (Alt+Up): earlier rules take features first"));
  gtk_widget_set_tooltip_text (self->down, _("Move down (Alt+Down)"));
  gtk_widget_set_tooltip_text (self->remove, _("Remove the rule"));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (box), self->up);
  gtk_box_append (GTK_BOX (box), self->down);
  gtk_box_append (GTK_BOX (box), self->remove);
  return box;
}

static GtkWidget *
make_error (AtlasRuleRow *self)
{
  self->error_box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->caret = GTK_LABEL (gtk_label_new ("▲"));
  self->error_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_halign (GTK_WIDGET (self->caret), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->caret), "filter-caret");
  gtk_widget_add_css_class (GTK_WIDGET (self->caret), "error");
  gtk_label_set_xalign (self->error_label, 0);
  gtk_label_set_wrap (self->error_label, TRUE);
  gtk_label_set_wrap_mode (self->error_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (self->error_label, 10);
  gtk_label_set_max_width_chars (self->error_label, 30);
  gtk_widget_add_css_class (GTK_WIDGET (self->error_label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->error_label), "error");
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->caret));
  gtk_box_append (GTK_BOX (self->error_box), GTK_WIDGET (self->error_label));
  gtk_widget_set_visible (self->error_box, FALSE);
  return self->error_box;
}

static void
atlas_rule_row_dispose (GObject *object)
{
  AtlasRuleRow *self = ATLAS_RULE_ROW (object);

  g_clear_handle_id (&self->error_timeout, g_source_remove);
  G_OBJECT_CLASS (atlas_rule_row_parent_class)->dispose (object);
}

static void
atlas_rule_row_finalize (GObject *object)
{
  AtlasRuleRow *self = ATLAS_RULE_ROW (object);

  g_clear_pointer (&self->rule, atlas_recipe_rule_free);
  g_clear_pointer (&self->table, atlas_table_unref);
  g_free (self->error_message);
  G_OBJECT_CLASS (atlas_rule_row_parent_class)->finalize (object);
}

static void
atlas_rule_row_class_init (AtlasRuleRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_rule_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = atlas_rule_row_finalize;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action (widget_class, "rule.up", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "rule.down", NULL, move_action);
  gtk_widget_class_install_action (widget_class, "rule.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "rule.up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "rule.down", NULL);

  signals[CHANGED] = g_signal_new ("changed", ATLAS_TYPE_RULE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVE] = g_signal_new ("move", ATLAS_TYPE_RULE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[REMOVE] = g_signal_new ("remove", ATLAS_TYPE_RULE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_rule_row_init (AtlasRuleRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  self->error_position = -1;
  gtk_widget_add_css_class (GTK_WIDGET (self), "rule-row");
  self->filter = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->filter), 8);
  gtk_box_append (GTK_BOX (box), make_head (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->filter));
  gtk_box_append (GTK_BOX (box), make_error (self));
  gtk_box_append (GTK_BOX (box), make_foot (self));
  adw_bin_set_child (ADW_BIN (self), box);
}

/* What can be asked for, for whoever points to the entry. */
static void
set_filter_tooltip (AtlasRuleRow *self)
{
  const guint n = atlas_table_get_n_fields (self->table);
  g_autoptr (GString) fields = g_string_new (NULL);
  g_autofree char *tooltip = NULL;

  for (guint i = 0; i < MIN (n, MAX_FIELDS); i++)
    {
      g_autofree char *field = atlas_filter_quote_field (atlas_table_get_field_name (self->table, i));
      g_autofree char *shown = atlas_text_show (field, -1, TRUE);

      g_string_append_printf (fields, "%s%s", i > 0 ? ", " : "", shown);
    }
  if (n > MAX_FIELDS)
    g_string_append (fields, "…");
  /* Translators: %s is a list of fields; the quotes and the words of the language stay as they are */
  tooltip = g_strdup_printf (_("A condition, such as count > 5 and kind = 'Text' or name like '%%river%%'. The fields: %s"), fields->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->filter), tooltip);
}

GtkWidget *
atlas_rule_row_new (AtlasTable            *table,
                    const AtlasRecipeRule *rule,
                    gboolean               draft)
{
  AtlasRuleRow *self = g_object_new (ATLAS_TYPE_RULE_ROW, NULL);
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->filter)));

  self->table = atlas_table_ref (table);
  self->rule = atlas_recipe_rule_copy (rule);
  self->draft = draft;
  gtk_editable_set_text (GTK_EDITABLE (self->title), rule->title);
  gtk_editable_set_text (GTK_EDITABLE (self->filter), rule->filter);
  show_title (self);
  set_filter_tooltip (self);
  if (!check_filter (self))
    show_error (self);
  g_signal_connect_object (self->title, "changed", G_CALLBACK (on_title_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->filter, "changed", G_CALLBACK (on_filter_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (text, "notify::scroll-offset", G_CALLBACK (place_caret), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

const AtlasRecipeRule *
atlas_rule_row_get_rule (AtlasRuleRow *self)
{
  g_return_val_if_fail (ATLAS_IS_RULE_ROW (self), NULL);
  return self->draft ? NULL : self->rule;
}

/* Takes @name. */
static void
take_name (gpointer widget,
           char    *name)
{
  set_name (widget, name);
  g_free (name);
}

void
atlas_rule_row_set_place (AtlasRuleRow *self,
                          guint         number,
                          gboolean      first,
                          gboolean      last)
{
  g_return_if_fail (ATLAS_IS_RULE_ROW (self));
  take_name (self, g_strdup_printf (_("Rule %u"), number));
  take_name (self->symbol_button, g_strdup_printf (_("Symbol of rule %u"), number));
  take_name (self->title, g_strdup_printf (_("Title of rule %u"), number));
  take_name (self->filter, g_strdup_printf (_("Filter of rule %u"), number));
  take_name (self->up, g_strdup_printf (_("Move up rule %u"), number));
  take_name (self->down, g_strdup_printf (_("Move down rule %u"), number));
  take_name (self->remove, g_strdup_printf (_("Remove rule %u"), number));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.up", !first);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.down", !last);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "rule.remove", !first || !last);
}

void
atlas_rule_row_show_result (AtlasRuleRow    *self,
                            AtlasStyle      *style,
                            const AtlasRule *rule,
                            gsize            count)
{
  g_autofree char *number = atlas_text_count (count);
  g_autofree char *text = g_strdup_printf (ngettext ("%s feature", "%s features", (gulong) count), number);

  g_return_if_fail (ATLAS_IS_RULE_ROW (self));
  atlas_swatch_show_rule (ATLAS_SWATCH (self->swatch), style, rule, atlas_table_get_geometry_kind (self->table));
  gtk_label_set_text (self->count, text);
}

void
atlas_rule_row_edit (AtlasRuleRow *self)
{
  g_return_if_fail (ATLAS_IS_RULE_ROW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->filter));
}

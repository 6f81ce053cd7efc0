/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasFilterRowView: two lines of choices.  The frequent values are counted by a worker when they are first asked for.  Main
 * thread. */

#include "ui/atlas-filter-row.h"

#include <glib/gi18n-lib.h>

#include "data/atlas-locale.h"
#include "style/atlas-kinds.h"
#include "ui/atlas-text.h"

struct _AtlasFilterRowView
{
  GtkBox        parent_instance;
  AtlasLayer   *layer;
  GCancellable *stop;           /* (nullable): counting */
  gboolean      updating;

  GtkDropDown  *field;          /* the last line is the place */
  GtkDropDown  *op;
  GtkWidget    *value;
  GtkWidget    *values_button;
  GtkWidget    *values_list;
  GtkWidget    *draw_button;
  GtkWidget    *unit_label;
  GtkWidget    *value_box;
};

enum
{
  CHANGED,
  REMOVE,
  DRAW,
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasFilterRowView, atlas_filter_row_view, GTK_TYPE_BOX)

#define TEXTS 1
#define NUMBERS 2
#define OTHERS 4

/* What can be asked of which fields, in the order of the list. */
static const struct
{
  AtlasFilterRowOp op;
  guint            of;
  const char      *title;
} OPS[] = {
  { ATLAS_FILTER_ROW_IS, TEXTS | NUMBERS | OTHERS, NC_("filter", "is") },
  { ATLAS_FILTER_ROW_IS_NOT, TEXTS | NUMBERS | OTHERS, NC_("filter", "is not") },
  { ATLAS_FILTER_ROW_ONE_OF, TEXTS | NUMBERS, NC_("filter", "is one of") },
  { ATLAS_FILTER_ROW_CONTAINS, TEXTS, NC_("filter", "contains") },
  { ATLAS_FILTER_ROW_CONTAINS_NOT, TEXTS, NC_("filter", "does not contain") },
  { ATLAS_FILTER_ROW_BEGINS, TEXTS, NC_("filter", "begins with") },
  { ATLAS_FILTER_ROW_MORE, NUMBERS, NC_("filter", "is more than") },
  { ATLAS_FILTER_ROW_AT_LEAST, NUMBERS | TEXTS, NC_("filter", "is at least") },
  { ATLAS_FILTER_ROW_LESS, NUMBERS, NC_("filter", "is less than") },
  { ATLAS_FILTER_ROW_AT_MOST, NUMBERS | TEXTS, NC_("filter", "is at most") },
  { ATLAS_FILTER_ROW_EMPTY, TEXTS | NUMBERS | OTHERS, NC_("filter", "has no value") },
  { ATLAS_FILTER_ROW_NOT_EMPTY, TEXTS | NUMBERS | OTHERS, NC_("filter", "has a value") },
};

static const struct
{
  AtlasFilterRowOp op;
  const char      *place;
  const char      *title;
} PLACES[] = {
  { ATLAS_FILTER_ROW_MEETS, "view", NC_("filter", "is in the view") },
  { ATLAS_FILTER_ROW_WITHIN, "view", NC_("filter", "is wholly in the view") },
  { ATLAS_FILTER_ROW_MEETS, "shape", NC_("filter", "is in the drawn shape") },
  { ATLAS_FILTER_ROW_WITHIN, "shape", NC_("filter", "is wholly in the drawn shape") },
  { ATLAS_FILTER_ROW_MEETS, "selection", NC_("filter", "meets what is selected") },
  { ATLAS_FILTER_ROW_WITHIN, "selection", NC_("filter", "is within what is selected") },
  { ATLAS_FILTER_ROW_NEAR, "selection", NC_("filter", "is near what is selected") },
};

char *
atlas_ui_field_title (AtlasLayer *layer,
                      guint       field)
{
  const char *name = atlas_table_get_field_name (atlas_layer_get_table (layer), field);
  AtlasSchema *schema = atlas_layer_get_schema (layer);
  const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, name) : NULL;

  return atlas_text_show (meaning != NULL ? meaning->title : name, -1, TRUE);
}

char *
atlas_ui_value_title (AtlasLayer *layer,
                      guint       field,
                      const char *value)
{
  const char *name = atlas_table_get_field_name (atlas_layer_get_table (layer), field);
  AtlasSchema *schema = atlas_layer_get_schema (layer);
  const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, name) : NULL;
  const gboolean chinese = atlas_locale_is_chinese ();

  for (guint i = 0; meaning != NULL && i < meaning->n_words; i++)
    if (g_str_equal (meaning->words[i].value, value))
      return atlas_text_show (chinese ? meaning->words[i].zh : meaning->words[i].en, -1, TRUE);
  return atlas_text_show (value, -1, TRUE);
}

/* The number of the chosen field, or -1 for the place. */
static int
get_field (AtlasFilterRowView *self)
{
  const guint selected = gtk_drop_down_get_selected (self->field);

  return selected < atlas_table_get_n_fields (atlas_layer_get_table (self->layer)) ? (int) selected : -1;
}

static guint
get_kind (AtlasFilterRowView *self)
{
  const int field = get_field (self);

  if (field < 0)
    return 0;
  switch (atlas_table_get_field_type (atlas_layer_get_table (self->layer), (guint) field))
    {
    case ATLAS_FIELD_INTEGER:
    case ATLAS_FIELD_REAL:
      return NUMBERS;
    case ATLAS_FIELD_BOOLEAN:
      return OTHERS;
    default:
      return TEXTS;
    }
}

/* The number in OPS or PLACES of line @line of the list. */
static guint
find_op (AtlasFilterRowView *self,
         guint               line)
{
  const guint kind = get_kind (self);
  guint n = 0;

  if (kind == 0)
    return MIN (line, (guint) G_N_ELEMENTS (PLACES) - 1);
  for (guint i = 0; i < G_N_ELEMENTS (OPS); i++)
    if ((OPS[i].of & kind) != 0 && n++ == line)
      return i;
  return 0;
}

static void
fill_ops (AtlasFilterRowView *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  const guint kind = get_kind (self);

  if (kind == 0)
    for (guint i = 0; i < G_N_ELEMENTS (PLACES); i++)
      gtk_string_list_append (model, g_dpgettext2 (GETTEXT_PACKAGE, "filter", PLACES[i].title));
  else
    for (guint i = 0; i < G_N_ELEMENTS (OPS); i++)
      if ((OPS[i].of & kind) != 0)
        gtk_string_list_append (model, g_dpgettext2 (GETTEXT_PACKAGE, "filter", OPS[i].title));
  gtk_drop_down_set_model (self->op, G_LIST_MODEL (model));
}

static void
show_value (AtlasFilterRowView *self)
{
  const guint op = find_op (self, gtk_drop_down_get_selected (self->op));
  const gboolean place = get_field (self) < 0;
  const gboolean has_value = atlas_filter_row_op_has_value (place ? PLACES[op].op : OPS[op].op);

  gtk_widget_set_visible (self->value_box, has_value);
  gtk_widget_set_visible (self->values_button, !place);
  gtk_widget_set_visible (self->unit_label, place);
  gtk_widget_set_visible (self->draw_button, place && g_str_equal (PLACES[op].place, "shape"));
}

static void
emit_changed (AtlasFilterRowView *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_field_chosen (AtlasFilterRowView *self)
{
  const gboolean updating = self->updating;

  self->updating = TRUE;
  fill_ops (self);
  gtk_drop_down_set_selected (self->op, 0);
  if (!updating)
    gtk_editable_set_text (GTK_EDITABLE (self->value), get_field (self) < 0 ? "5" : "");
  self->updating = updating;
  show_value (self);
  emit_changed (self);
}

static void
on_op_chosen (AtlasFilterRowView *self)
{
  show_value (self);
  emit_changed (self);
}

static void
on_remove (AtlasFilterRowView *self)
{
  g_signal_emit (self, signals[REMOVE], 0);
}

static void
on_draw (AtlasFilterRowView *self)
{
  g_signal_emit (self, signals[DRAW], 0);
}

static void
on_activate (AtlasFilterRowView *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

/* Frequent values. */

static void
on_value_chosen (AtlasFilterRowView *self,
                 GtkListBoxRow      *row)
{
  const char *value = g_object_get_data (G_OBJECT (row), "atlas-value");
  const guint op = find_op (self, gtk_drop_down_get_selected (self->op));
  const char *present = gtk_editable_get_text (GTK_EDITABLE (self->value));
  g_autofree char *text = NULL;

  if (OPS[op].op == ATLAS_FILTER_ROW_ONE_OF && *present != '\0')
    text = g_strdup_printf ("%s、%s", present, value);
  else
    text = g_strdup (value);
  gtk_editable_set_text (GTK_EDITABLE (self->value), text);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->values_button));
}

static void
clear_list (GtkWidget *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (list), row);
}

static void
show_kinds (AtlasFilterRowView *self,
            AtlasKinds         *kinds,
            guint               field)
{
  guint n;
  const AtlasKind *all = atlas_kinds_get (kinds, &n);

  clear_list (self->values_list);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *title = atlas_ui_value_title (self->layer, field, all[i].value), *count = atlas_text_count (all[i].count);
      GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
      GtkWidget *label = gtk_label_new (title), *number = gtk_label_new (count);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_widget_add_css_class (number, "dim-label");
      gtk_widget_add_css_class (number, "numeric");
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), number);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
      g_object_set_data_full (G_OBJECT (row), "atlas-value", g_strdup (all[i].value), g_free);
      gtk_list_box_append (GTK_LIST_BOX (self->values_list), row);
    }
}

typedef struct
{
  AtlasTable *table;
  guint       field;
} Counting;

static void
counting_free (gpointer data)
{
  atlas_table_unref (((Counting *) data)->table);
  g_free (data);
}

static void
count_kinds (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Counting *counting = data;
  AtlasKinds *kinds = atlas_kinds_new_for_field (counting->table, counting->field, cancellable);

  if (kinds != NULL)
    g_task_return_pointer (task, kinds, (GDestroyNotify) atlas_kinds_unref);
  else
    g_task_return_error_if_cancelled (task);
}

static void
on_counted (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  AtlasFilterRowView *self = ATLAS_FILTER_ROW_VIEW (object);
  Counting *counting = g_task_get_task_data (G_TASK (result));
  g_autoptr (AtlasKinds) kinds = g_task_propagate_pointer (G_TASK (result), NULL);

  if (kinds != NULL && get_field (self) == (int) counting->field)
    show_kinds (self, kinds, counting->field);
}

static void
on_values_opened (AtlasFilterRowView *self,
                  GParamSpec         *pspec,
                  GtkWidget          *popover)
{
  const int field = get_field (self);
  g_autoptr (GTask) task = NULL;
  Counting *counting;

  if (!gtk_widget_get_visible (popover) || field < 0)
    return;
  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  self->stop = g_cancellable_new ();
  clear_list (self->values_list);
  counting = g_new (Counting, 1);
  *counting = (Counting){ atlas_table_ref (atlas_table_get_whole (atlas_layer_get_table (self->layer))), (guint) field };
  task = g_task_new (self, self->stop, on_counted, NULL);
  g_task_set_task_data (task, counting, counting_free);
  g_task_run_in_thread (task, count_kinds);
}

/* Widgets. */

static void
on_setup_text (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 5);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_text (GtkListItemFactory *factory,
              GtkListItem        *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkDropDown *
make_list (const char *name)
{
  GtkWidget *list = gtk_drop_down_new (NULL, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_text), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_text), NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (list), factory);
  gtk_drop_down_set_expression (GTK_DROP_DOWN (list), expression);
  gtk_widget_set_hexpand (list, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return GTK_DROP_DOWN (list);
}

static void
build_values (AtlasFilterRowView *self)
{
  GtkWidget *popover = gtk_popover_new (), *scroller = gtk_scrolled_window_new ();

  self->values_list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->values_list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->values_list, "filter-values");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->values_list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Frequent values"), -1);
  g_signal_connect_swapped (self->values_list, "row-activated", G_CALLBACK (on_value_chosen), self);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->values_list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  g_signal_connect_swapped (popover, "notify::visible", G_CALLBACK (on_values_opened), self);
  self->values_button = gtk_menu_button_new ();
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->values_button), popover);
  gtk_widget_set_tooltip_text (self->values_button, _("Frequent values"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->values_button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Frequent values"), -1);
}

static void
build_value (AtlasFilterRowView *self)
{
  self->value_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->value_box, "linked");
  gtk_widget_set_hexpand (self->value_box, TRUE);
  self->value = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->value), 6);
  gtk_widget_set_hexpand (self->value, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->value), _("Value"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Value"), -1);
  g_signal_connect_swapped (self->value, "changed", G_CALLBACK (emit_changed), self);
  g_signal_connect_swapped (self->value, "activate", G_CALLBACK (on_activate), self);
  build_values (self);
  /* Translators: the unit of a distance that is typed before it */
  self->unit_label = gtk_label_new (_("km"));
  gtk_widget_set_margin_start (self->unit_label, 6);
  gtk_box_append (GTK_BOX (self->value_box), self->value);
  gtk_box_append (GTK_BOX (self->value_box), self->values_button);
  gtk_box_append (GTK_BOX (self->value_box), self->unit_label);
}

static void
atlas_filter_row_view_dispose (GObject *object)
{
  AtlasFilterRowView *self = ATLAS_FILTER_ROW_VIEW (object);

  g_cancellable_cancel (self->stop);
  g_clear_object (&self->stop);
  g_clear_object (&self->layer);
  G_OBJECT_CLASS (atlas_filter_row_view_parent_class)->dispose (object);
}

static void
atlas_filter_row_view_class_init (AtlasFilterRowViewClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "remove", "draw", "activate" };

  G_OBJECT_CLASS (klass)->dispose = atlas_filter_row_view_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], ATLAS_TYPE_FILTER_ROW_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
atlas_filter_row_view_init (AtlasFilterRowView *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4), *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");
  GtkWidget *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  self->updating = TRUE;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_add_css_class (GTK_WIDGET (self), "filter-row");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Condition"), -1);
  self->field = make_list (_("Field"));
  gtk_drop_down_set_enable_search (self->field, TRUE);
  self->op = make_list (_("Comparison"));
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_tooltip_text (remove, _("Remove this condition"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (remove), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remove this condition"), -1);
  g_signal_connect_swapped (remove, "clicked", G_CALLBACK (on_remove), self);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->field));
  gtk_box_append (GTK_BOX (line), remove);
  gtk_box_append (GTK_BOX (self), line);
  build_value (self);
  self->draw_button = gtk_button_new_with_label (_("Draw…"));
  g_signal_connect_swapped (self->draw_button, "clicked", G_CALLBACK (on_draw), self);
  gtk_box_append (GTK_BOX (second), GTK_WIDGET (self->op));
  gtk_box_append (GTK_BOX (second), self->value_box);
  gtk_box_append (GTK_BOX (second), self->draw_button);
  gtk_box_append (GTK_BOX (self), second);
}

static void
show_row (AtlasFilterRowView   *self,
          const AtlasFilterRow *row)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  const guint n = atlas_table_get_n_fields (table);
  const int field = row->field != NULL ? atlas_table_find_field (table, row->field) : -1;
  guint line = 0;

  gtk_drop_down_set_selected (self->field, field >= 0 ? (guint) field : n);
  fill_ops (self);
  if (field < 0)
    {
      while (line + 1 < G_N_ELEMENTS (PLACES)
             && (PLACES[line].op != row->op || g_strcmp0 (PLACES[line].place, row->place) != 0))
        line++;
    }
  else
    while (line + 1 < g_list_model_get_n_items (gtk_drop_down_get_model (self->op)) && OPS[find_op (self, line)].op != row->op)
      line++;
  gtk_drop_down_set_selected (self->op, line);
  gtk_editable_set_text (GTK_EDITABLE (self->value), row->value != NULL ? row->value : "");
}

GtkWidget *
atlas_filter_row_view_new (AtlasLayer           *layer,
                           const AtlasFilterRow *row)
{
  AtlasFilterRowView *self = g_object_new (ATLAS_TYPE_FILTER_ROW_VIEW, NULL);
  AtlasTable *table = atlas_layer_get_table (layer);
  g_autoptr (GtkStringList) fields = gtk_string_list_new (NULL);

  self->layer = g_object_ref (layer);
  for (guint i = 0; i < atlas_table_get_n_fields (table); i++)
    {
      g_autofree char *title = atlas_ui_field_title (layer, i);

      gtk_string_list_append (fields, title);
    }
  gtk_string_list_append (fields, _("Place on the map"));
  gtk_drop_down_set_model (self->field, G_LIST_MODEL (fields));
  if (row != NULL)
    show_row (self, row);
  else
    fill_ops (self);
  g_signal_connect_swapped (self->field, "notify::selected", G_CALLBACK (on_field_chosen), self);
  g_signal_connect_swapped (self->op, "notify::selected", G_CALLBACK (on_op_chosen), self);
  show_value (self);
  self->updating = FALSE;
  return GTK_WIDGET (self);
}

AtlasFilterRow *
atlas_filter_row_view_get (AtlasFilterRowView *self)
{
  const int field = get_field (self);
  const guint op = find_op (self, gtk_drop_down_get_selected (self->op));
  const char *value = gtk_editable_get_text (GTK_EDITABLE (self->value));

  if (field < 0)
    return atlas_filter_row_new (NULL, PLACES[op].place, PLACES[op].op, value);
  return atlas_filter_row_new (atlas_table_get_field_name (atlas_layer_get_table (self->layer), (guint) field), NULL, OPS[op].op,
                               value);
}

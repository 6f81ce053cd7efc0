/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasStylePanel: the widgets and the recipe that they show.  A change by a person goes into the recipe at once and to the
 * map a moment later (atlas-style-panel-apply.c); copying, saving and loading is in atlas-style-panel-files.c.  The layer
 * keeps the recipe, so that the panel shows it again next time.  Main thread. */

#include "ui/atlas-style-panel-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/atlas-ramp-view.h"
#include "ui/atlas-style-choices.h"
#include "ui/atlas-text.h"

#define MIN_ZOOM 0
#define MAX_ZOOM 22

enum
{
  CLOSE,
  MESSAGE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasStylePanel, atlas_style_panel, ADW_TYPE_BIN)

/* The first line is no renderer: the style that the layer came with. */
static const char *const RENDERERS[] = {
  N_("Original style"), N_("Single symbol"), N_("Categories"), N_("Graduated"), N_("Rules"),
};

/* In the order of AtlasClassMethod. */
static const char *const METHODS[] = {
  N_("Natural breaks"), N_("Quantiles"), N_("Equal intervals"), N_("Round numbers"), N_("Standard deviation"), N_("Manual"),
};

static void
set_string (char      **place,
            const char *value)
{
  char *copy = g_strdup (value);

  g_free (*place);
  *place = copy;
}

/* Lists. */
static void
set_texts (GtkDropDown       *list,
           const char *const *texts,
           gsize              n)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (gsize i = 0; i < n; i++)
    gtk_string_list_append (model, _(texts[i]));
  gtk_drop_down_set_model (list, G_LIST_MODEL (model));
}

static char *
field_title (AtlasStylePanel *self,
             guint            field)
{
  const char *name = atlas_table_get_field_name (atlas_layer_get_table (self->layer), field);
  AtlasSchema *schema = atlas_layer_get_schema (self->layer);
  const AtlasSchemaField *meaning = schema != NULL ? atlas_schema_find_field (schema, name) : NULL;

  return atlas_text_show (meaning != NULL ? meaning->title : name, -1, TRUE);
}

static void
fill_fields (AtlasStylePanel *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint selected = GTK_INVALID_LIST_POSITION;

  g_array_set_size (self->fields, 0);
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      g_autofree char *title = NULL;

      if (!atlas_style_recipe_takes_field (self->recipe->renderer, table, field))
        continue;
      if (g_strcmp0 (self->recipe->field, atlas_table_get_field_name (table, field)) == 0)
        selected = self->fields->len;
      title = field_title (self, field);
      g_array_append_val (self->fields, field);
      gtk_string_list_append (model, title);
    }
  gtk_drop_down_set_model (self->field, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->field, selected);
}

static void
fill_label_fields (AtlasStylePanel *self)
{
  AtlasTable *table = atlas_layer_get_table (self->layer);
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint selected = 0;

  /* Translators: no names on the map */
  gtk_string_list_append (model, C_("label", "None"));
  for (guint field = 0; field < atlas_table_get_n_fields (table); field++)
    {
      g_autofree char *title = field_title (self, field);

      if (g_strcmp0 (self->recipe->label_field, atlas_table_get_field_name (table, field)) == 0)
        selected = field + 1;
      gtk_string_list_append (model, title);
    }
  gtk_drop_down_set_model (self->label_field, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->label_field, selected);
}

static void
on_setup_text (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 6);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_text (GtkListItemFactory *factory,
              GtkListItem        *item)
{
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = gtk_string_object_get_string (gtk_list_item_get_item (item));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
}

static void
on_setup_ramp (GtkListItemFactory *factory,
               GtkListItem        *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *view = atlas_ramp_view_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_size_request (view, 70, 14);
  gtk_widget_set_valign (view, GTK_ALIGN_CENTER);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 4);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), view);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_ramp (GtkListItemFactory *factory,
              GtkListItem        *item)
{
  GtkWidget *view = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  const char *title = gtk_string_object_get_string (gtk_list_item_get_item (item));
  const AtlasColorRamp *ramp = NULL;

  /* The button of a list counts its one line as the first, so the title tells which it is. */
  for (guint i = 0; atlas_color_ramp_get (i) != NULL; i++)
    if (g_str_equal (title, atlas_color_ramp_get_title (atlas_color_ramp_get (i))))
      ramp = atlas_color_ramp_get (i);
  if (ramp != NULL)
    atlas_ramp_view_show_ramp (ATLAS_RAMP_VIEW (view), ramp);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (gtk_list_item_get_child (item))), title);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), title);
}

static void
set_factory (GtkDropDown *list,
             GCallback    setup,
             GCallback    bind)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkExpression) expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  gtk_drop_down_set_factory (list, factory);
  /* What is looked for in the search of the list. */
  gtk_drop_down_set_expression (list, expression);
}

static void
fill_ramps (AtlasStylePanel *self)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

  for (guint i = 0; atlas_color_ramp_get (i) != NULL; i++)
    gtk_string_list_append (model, atlas_color_ramp_get_title (atlas_color_ramp_get (i)));
  gtk_drop_down_set_model (self->ramp, G_LIST_MODEL (model));
}

/* From the recipe to the widgets. */
static void
show_color (AtlasStylePanel *self)
{
  atlas_style_choices_show_color (self->palette, self->color, &self->recipe->color);
}

static void
show_breaks (AtlasStylePanel *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->recipe->n_breaks; i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (number, sizeof number, "%.10g", self->recipe->breaks[i]);
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", number);
    }
  gtk_editable_set_text (GTK_EDITABLE (self->breaks), text->str);
  gtk_widget_remove_css_class (GTK_WIDGET (self->breaks), "error");
}

static void
show_rows (AtlasStylePanel *self)
{
  const AtlasRenderer renderer = self->recipe->renderer;
  const gboolean own = !self->original;
  const gboolean rules = own && renderer == ATLAS_RENDERER_RULES;
  const gboolean classes = own && atlas_renderer_has_classes (renderer);
  const gboolean graduated = own && renderer == ATLAS_RENDERER_GRADUATED;
  const gboolean manual = graduated && self->recipe->method == ATLAS_CLASSES_MANUAL;
  const AtlasGeometryType kind = atlas_table_get_geometry_kind (atlas_layer_get_table (self->layer));
  const gboolean point = kind == ATLAS_GEOMETRY_POINT || kind == ATLAS_GEOMETRY_MULTI_POINT;
  const gboolean line = kind == ATLAS_GEOMETRY_LINE || kind == ATLAS_GEOMETRY_MULTI_LINE;
  const gboolean mixed = kind == ATLAS_GEOMETRY_COLLECTION;

  gtk_widget_set_visible (self->field_row, classes);
  gtk_widget_set_visible (self->method_row, graduated);
  gtk_widget_set_visible (self->n_classes_row, graduated && !manual);
  gtk_widget_set_visible (self->breaks_row, manual);
  gtk_widget_set_visible (GTK_WIDGET (self->histogram), graduated);
  gtk_widget_set_visible (self->ramp_row, classes || (own && renderer == ATLAS_RENDERER_HEAT));
  gtk_widget_set_visible (self->color_row, own && !rules && !atlas_renderer_has_classes (renderer));
  gtk_widget_set_visible (self->symbol_box, own);
  /* Each rule has its own symbol, and its line in the list of rules. */
  gtk_widget_set_visible (self->rules_box, rules);
  gtk_widget_set_visible (GTK_WIDGET (self->classes), !rules);
  gtk_widget_set_visible (self->symbol_heading, !rules);
  gtk_widget_set_visible (self->shape_row, !rules && (point || mixed));
  gtk_widget_set_visible (self->size_row, !rules && (point || mixed));
  gtk_widget_set_visible (self->line_width_row, !rules && !point);
  gtk_widget_set_visible (self->opacity_row, !rules && !point && !line);
  gtk_widget_set_sensitive (GTK_WIDGET (self->label_size), self->recipe->label_field != NULL);
  _atlas_style_panel_show_density (self);
}

void
_atlas_style_panel_show_recipe (AtlasStylePanel *self)
{
  const AtlasStyleRecipe *recipe = self->recipe;

  self->updating = TRUE;
  gtk_drop_down_set_selected (self->renderer, self->original ? 0 : (guint) recipe->renderer + 1);
  fill_fields (self);
  fill_label_fields (self);
  gtk_drop_down_set_selected (self->method, (guint) recipe->method);
  gtk_spin_button_set_value (self->n_classes, recipe->n_classes);
  show_breaks (self);
  for (guint i = 0; atlas_color_ramp_get (i) != NULL; i++)
    if (g_str_equal (atlas_color_ramp_get_id (atlas_color_ramp_get (i)), recipe->ramp))
      gtk_drop_down_set_selected (self->ramp, i);
  gtk_toggle_button_set_active (self->reversed, recipe->reversed);
  show_color (self);
  gtk_drop_down_set_selected (self->shape, (guint) recipe->shape);
  gtk_spin_button_set_value (self->size, recipe->size);
  gtk_spin_button_set_value (self->line_width, recipe->line_width);
  gtk_range_set_value (GTK_RANGE (self->opacity), recipe->opacity * 100);
  gtk_spin_button_set_value (self->label_size, recipe->label_size);
  gtk_spin_button_set_value (self->min_zoom, MAX (recipe->min_zoom, MIN_ZOOM));
  gtk_spin_button_set_value (self->max_zoom, MIN (recipe->max_zoom, MAX_ZOOM));
  self->updating = FALSE;
  _atlas_style_panel_show_rules (self);
  show_rows (self);
}

void
_atlas_style_panel_take_recipe (AtlasStylePanel  *self,
                                AtlasStyleRecipe *recipe)
{
  atlas_style_recipe_free (self->recipe);
  self->recipe = recipe;
  self->original = FALSE;
  _atlas_style_panel_show_recipe (self);
  _atlas_style_panel_queue_apply (self);
}

void
_atlas_style_panel_say (AtlasStylePanel *self,
                        const char      *text)
{
  g_signal_emit (self, signals[MESSAGE], 0, text);
}

/* Back to the style that the layer came with, and a recipe to begin anew with. */
static void
reset (AtlasStylePanel *self)
{
  _atlas_style_panel_stop_applying (self);
  atlas_layer_reset_style (self->layer);
  g_clear_pointer (&self->draft, atlas_style_draft_unref);
  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  self->recipe = atlas_style_recipe_new (atlas_layer_get_table (self->layer), atlas_layer_get_style (self->layer));
  self->original = TRUE;
  gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
  atlas_histogram_show (self->histogram, NULL);
  _atlas_style_panel_show_recipe (self);
  _atlas_style_panel_show_classes (self);
}

/* From the widgets to the recipe. */
static void
on_renderer_changed (AtlasStylePanel *self)
{
  const guint selected = gtk_drop_down_get_selected (self->renderer);

  if (self->updating)
    return;
  if (selected == 0)
    {
      reset (self);
      return;
    }
  self->original = FALSE;
  atlas_style_recipe_set_renderer (self->recipe, atlas_layer_get_table (self->layer), (AtlasRenderer) (selected - 1));
  _atlas_style_panel_show_recipe (self);
  _atlas_style_panel_queue_apply (self);
}

static void
on_field_changed (AtlasStylePanel *self)
{
  const guint selected = gtk_drop_down_get_selected (self->field);

  if (self->updating || selected >= self->fields->len)
    return;
  set_string (&self->recipe->field, atlas_table_get_field_name (atlas_layer_get_table (self->layer),
                                                                g_array_index (self->fields, guint, selected)));
  _atlas_style_panel_queue_apply (self);
}

static void
on_method_changed (AtlasStylePanel *self)
{
  const guint selected = gtk_drop_down_get_selected (self->method);
  AtlasStyleRecipe *recipe = self->recipe;

  if (self->updating || selected >= G_N_ELEMENTS (METHODS))
    return;
  recipe->method = (AtlasClassMethod) selected;
  /* Whoever cuts by hand begins with what was there. */
  if (recipe->method == ATLAS_CLASSES_MANUAL && self->draft != NULL && self->draft->n_breaks > 1)
    {
      g_free (recipe->breaks);
      recipe->n_breaks = MIN (self->draft->n_breaks, ATLAS_CLASSES_MAX + 1);
      recipe->breaks = g_memdup2 (self->draft->breaks, recipe->n_breaks * sizeof (double));
    }
  _atlas_style_panel_show_recipe (self);
  _atlas_style_panel_queue_apply (self);
}

/* Numbers with anything between them that is no part of one. */
static gboolean
parse_breaks (const char *text,
              double     *breaks,
              guint      *n)
{
  *n = 0;
  for (const char *at = text; *at != '\0';)
    {
      char *end = NULL;
      const double number = g_ascii_strtod (at, &end);

      if (end == at)
        {
          if (g_ascii_isalnum (*at))
            return FALSE;
          at = g_utf8_next_char (at);
          continue;
        }
      if (!isfinite (number) || *n > ATLAS_CLASSES_MAX || (*n > 0 && number <= breaks[*n - 1]))
        return FALSE;
      breaks[(*n)++] = number;
      at = end;
    }

  return *n >= 2;
}

static void
on_breaks_changed (AtlasStylePanel *self)
{
  double breaks[ATLAS_CLASSES_MAX + 1];
  guint n;

  if (self->updating)
    return;
  if (!parse_breaks (gtk_editable_get_text (GTK_EDITABLE (self->breaks)), breaks, &n))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->breaks), "error");
      return;
    }
  gtk_widget_remove_css_class (GTK_WIDGET (self->breaks), "error");
  g_free (self->recipe->breaks);
  self->recipe->breaks = g_memdup2 (breaks, n * sizeof (double));
  self->recipe->n_breaks = n;
  _atlas_style_panel_queue_apply (self);
}

static void
on_ramp_changed (AtlasStylePanel *self)
{
  const AtlasColorRamp *ramp = atlas_color_ramp_get (gtk_drop_down_get_selected (self->ramp));

  if (self->updating || ramp == NULL)
    return;
  set_string (&self->recipe->ramp, atlas_color_ramp_get_id (ramp));
  _atlas_style_panel_queue_apply (self);
}

static void
on_palette_changed (AtlasStylePanel *self)
{
  GList *chosen = self->updating ? NULL : gtk_flow_box_get_selected_children (self->palette);

  if (chosen == NULL)
    return;
  self->recipe->color = atlas_style_choices_get_color ((guint) gtk_flow_box_child_get_index (chosen->data));
  g_list_free (chosen);
  self->updating = TRUE;
  show_color (self);
  self->updating = FALSE;
  _atlas_style_panel_queue_apply (self);
}

static void
on_color_set (AtlasStylePanel *self)
{
  GdkRGBA rgba;
  AtlasColor color;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (self->color), &rgba);
  color = (AtlasColor){ rgba.red, rgba.green, rgba.blue, 1 };
  self->recipe->color = atlas_paint_for_color (&color);
  self->updating = TRUE;
  show_color (self);
  self->updating = FALSE;
  _atlas_style_panel_queue_apply (self);
}

/* What is read as it stands. */
static void
on_value_changed (AtlasStylePanel *self)
{
  AtlasStyleRecipe *recipe = self->recipe;
  const guint shape = gtk_drop_down_get_selected (self->shape);
  const guint label = gtk_drop_down_get_selected (self->label_field);
  const double from = gtk_spin_button_get_value (self->min_zoom), to = gtk_spin_button_get_value (self->max_zoom);
  AtlasTable *table = atlas_layer_get_table (self->layer);

  if (self->updating)
    return;
  recipe->n_classes = (guint) gtk_spin_button_get_value_as_int (self->n_classes);
  recipe->reversed = gtk_toggle_button_get_active (self->reversed);
  if (shape < atlas_style_choices_n_shapes ())
    recipe->shape = (AtlasMarkerShape) shape;
  recipe->size = (float) gtk_spin_button_get_value (self->size);
  recipe->line_width = (float) gtk_spin_button_get_value (self->line_width);
  recipe->opacity = (float) gtk_range_get_value (GTK_RANGE (self->opacity)) / 100;
  set_string (&recipe->label_field, label > 0 && label <= atlas_table_get_n_fields (table)
                                      ? atlas_table_get_field_name (table, label - 1) : NULL);
  recipe->label_size = (float) gtk_spin_button_get_value (self->label_size);
  recipe->min_zoom = from > MIN_ZOOM ? (float) from : -G_MAXFLOAT;
  recipe->max_zoom = to < MAX_ZOOM ? (float) to : G_MAXFLOAT;
  show_rows (self);
  _atlas_style_panel_queue_apply (self);
}

/* The end that was not touched gives way. */
static void
on_zoom_changed (AtlasStylePanel *self,
                 GtkSpinButton   *changed)
{
  const double from = gtk_spin_button_get_value (self->min_zoom), to = gtk_spin_button_get_value (self->max_zoom);

  if (!self->updating && from >= to)
    {
      self->updating = TRUE;
      if (changed == self->min_zoom && from < MAX_ZOOM)
        gtk_spin_button_set_value (self->max_zoom, from + 1);
      else
        gtk_spin_button_set_value (self->min_zoom, MAX (to - 1, MIN_ZOOM));
      if (gtk_spin_button_get_value (self->max_zoom) <= MIN_ZOOM)
        gtk_spin_button_set_value (self->max_zoom, MIN_ZOOM + 1);
      self->updating = FALSE;
    }
  on_value_changed (self);
}

static char *
format_percent (GtkScale *scale,
                double    value,
                gpointer  user_data)
{
  return g_strdup_printf (_("%.0f %%"), value);
}

static void
close_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  g_signal_emit (widget, signals[CLOSE], 0);
}

static void
reset_action (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  reset (ATLAS_STYLE_PANEL (widget));
}

static gboolean
atlas_style_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ATLAS_STYLE_PANEL (widget)->renderer));
}

static void
atlas_style_panel_dispose (GObject *object)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (object);

  /* A change that was still waiting belongs to the layer. */
  if (self->apply_timeout != 0 && self->layer != NULL)
    {
      AtlasStyleDraft *draft = NULL;

      if (atlas_table_get_n_features (atlas_layer_get_table (self->layer)) <= 20000)
        draft = atlas_style_recipe_make (self->recipe, atlas_layer_get_table (self->layer), self->draft, NULL, NULL);
      if (draft != NULL)
        atlas_layer_set_recipe (self->layer, self->recipe, draft->style);
      g_clear_pointer (&draft, atlas_style_draft_unref);
    }
  self->spinner = NULL;
  _atlas_style_panel_stop_applying (self);
  g_cancellable_cancel (self->stop);
  g_clear_object (&self->chooser);
  g_clear_object (&self->layer);
  G_OBJECT_CLASS (atlas_style_panel_parent_class)->dispose (object);
}

static void
atlas_style_panel_finalize (GObject *object)
{
  AtlasStylePanel *self = ATLAS_STYLE_PANEL (object);

  g_clear_pointer (&self->recipe, atlas_style_recipe_free);
  g_clear_pointer (&self->draft, atlas_style_draft_unref);
  g_clear_pointer (&self->fields, g_array_unref);
  g_clear_pointer (&self->weights, g_array_unref);
  g_clear_object (&self->stop);
  G_OBJECT_CLASS (atlas_style_panel_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, AtlasStylePanel, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/changzhi/TaihangAtlas/ui/style-panel.ui");
  BIND (title_label);
  BIND (spinner);
  BIND (error_label);
  BIND (renderer_row);
  BIND (field_row);
  BIND (method_row);
  BIND (n_classes_row);
  BIND (breaks_row);
  BIND (ramp_row);
  BIND (color_row);
  BIND (shape_row);
  BIND (size_row);
  BIND (line_width_row);
  BIND (opacity_row);
  BIND (symbol_box);
  BIND (symbol_heading);
  BIND (rules_box);
  BIND (renderer);
  BIND (field);
  BIND (method);
  BIND (ramp);
  BIND (shape);
  BIND (label_field);
  BIND (n_classes);
  BIND (size);
  BIND (line_width);
  BIND (label_size);
  BIND (min_zoom);
  BIND (max_zoom);
  BIND (breaks);
  BIND (histogram);
  BIND (reversed);
  BIND (palette);
  BIND (color);
  BIND (opacity);
  BIND (classes);
  BIND (radius_row);
  BIND (weight_row);
  BIND (until_row);
  BIND (radius);
  BIND (weight);
  BIND (until);
}

static void
atlas_style_panel_class_init (AtlasStylePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = atlas_style_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = atlas_style_panel_finalize;
  widget_class->grab_focus = atlas_style_panel_grab_focus;
  g_type_ensure (ATLAS_TYPE_HISTOGRAM);
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "style.close", NULL, close_action);
  gtk_widget_class_install_action (widget_class, "style.reset", NULL, reset_action);
  _atlas_style_panel_class_init_files (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "style.close", NULL);

  signals[CLOSE] = g_signal_new ("close", ATLAS_TYPE_STYLE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MESSAGE] = g_signal_new ("message", ATLAS_TYPE_STYLE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
connect_widgets (AtlasStylePanel *self)
{
  const struct
  {
    gpointer    widget;
    const char *signal;
    GCallback   callback;
  } all[] = {
    { self->renderer, "notify::selected", G_CALLBACK (on_renderer_changed) },
    { self->field, "notify::selected", G_CALLBACK (on_field_changed) },
    { self->method, "notify::selected", G_CALLBACK (on_method_changed) },
    { self->breaks, "changed", G_CALLBACK (on_breaks_changed) },
    { self->ramp, "notify::selected", G_CALLBACK (on_ramp_changed) },
    { self->palette, "selected-children-changed", G_CALLBACK (on_palette_changed) },
    { self->color, "color-set", G_CALLBACK (on_color_set) },
    { self->n_classes, "value-changed", G_CALLBACK (on_value_changed) },
    { self->reversed, "toggled", G_CALLBACK (on_value_changed) },
    { self->shape, "notify::selected", G_CALLBACK (on_value_changed) },
    { self->size, "value-changed", G_CALLBACK (on_value_changed) },
    { self->line_width, "value-changed", G_CALLBACK (on_value_changed) },
    { self->opacity, "value-changed", G_CALLBACK (on_value_changed) },
    { self->label_field, "notify::selected", G_CALLBACK (on_value_changed) },
    { self->label_size, "value-changed", G_CALLBACK (on_value_changed) },
    { self->min_zoom, "value-changed", G_CALLBACK (on_zoom_changed) },
    { self->max_zoom, "value-changed", G_CALLBACK (on_zoom_changed) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    g_signal_connect_object (all[i].widget, all[i].signal, all[i].callback, self, G_CONNECT_SWAPPED);
}

static void
atlas_style_panel_init (AtlasStylePanel *self)
{
  self->updating = TRUE;
  self->fields = g_array_new (FALSE, FALSE, sizeof (guint));
  self->stop = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  set_texts (self->renderer, RENDERERS, G_N_ELEMENTS (RENDERERS));
  set_texts (self->method, METHODS, G_N_ELEMENTS (METHODS));
  atlas_style_choices_fill_shapes (self->shape);
  fill_ramps (self);
  atlas_style_choices_fill_palette (self->palette);
  set_factory (self->ramp, G_CALLBACK (on_setup_ramp), G_CALLBACK (on_bind_ramp));
  set_factory (self->field, G_CALLBACK (on_setup_text), G_CALLBACK (on_bind_text));
  set_factory (self->label_field, G_CALLBACK (on_setup_text), G_CALLBACK (on_bind_text));
  gtk_scale_set_format_value_func (self->opacity, format_percent, NULL, NULL);
  connect_widgets (self);
}

GtkWidget *
atlas_style_panel_new (AtlasLayer *layer)
{
  AtlasStylePanel *self = g_object_new (ATLAS_TYPE_STYLE_PANEL, NULL);
  const AtlasStyleRecipe *recipe = atlas_layer_get_recipe (layer);
  g_autofree char *title = atlas_text_show (atlas_layer_get_title (layer), -1, TRUE);

  self->layer = g_object_ref (layer);
  gtk_label_set_text (self->title_label, title);
  self->original = recipe == NULL;
  self->recipe = recipe != NULL ? atlas_style_recipe_copy (recipe)
                                : atlas_style_recipe_new (atlas_layer_get_table (layer), atlas_layer_get_style (layer));
  _atlas_style_panel_init_density (self);
  _atlas_style_panel_show_recipe (self);
  /* The histogram and the counts come from making the style once more. */
  if (recipe != NULL)
    _atlas_style_panel_queue_apply (self);
  _atlas_style_panel_show_classes (self);
  return GTK_WIDGET (self);
}

AtlasLayer *
atlas_style_panel_get_layer (AtlasStylePanel *self)
{
  g_return_val_if_fail (ATLAS_IS_STYLE_PANEL (self), NULL);
  return self->layer;
}

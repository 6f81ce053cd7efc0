/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AtlasRuleSymbol: a grid of a rule's look, made when it is first opened.  Main thread. */

#include "ui/atlas-rule-symbol.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/atlas-style-choices.h"

#define MIN_ZOOM 0
#define MAX_ZOOM 22

struct _AtlasRuleSymbol
{
  GtkWidget       parent_instance;
  GtkWidget      *grid;
  int             n_rows;
  AtlasPaint      paint;
  gboolean        updating;
  GtkFlowBox     *palette;
  GtkColorButton *color;
  GtkDropDown    *shape;
  GtkDropDown    *icon;
  GtkSpinButton  *size, *line_width, *opacity, *min_zoom, *max_zoom;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AtlasRuleSymbol, atlas_rule_symbol, GTK_TYPE_WIDGET)

static void
on_changed (AtlasRuleSymbol *self)
{
  if (!self->updating)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_palette_changed (AtlasRuleSymbol *self)
{
  GList *chosen = self->updating ? NULL : gtk_flow_box_get_selected_children (self->palette);

  if (chosen == NULL)
    return;
  self->paint = atlas_style_choices_get_color ((guint) gtk_flow_box_child_get_index (chosen->data));
  g_list_free (chosen);
  self->updating = TRUE;
  atlas_style_choices_show_color (self->palette, self->color, &self->paint);
  self->updating = FALSE;
  on_changed (self);
}

static void
on_color_set (AtlasRuleSymbol *self)
{
  GdkRGBA rgba;
  AtlasColor color;

  gtk_color_chooser_get_rgba (GTK_COLOR_CHOOSER (self->color), &rgba);
  color = (AtlasColor){ rgba.red, rgba.green, rgba.blue, 1 };
  self->paint = atlas_paint_for_color (&color);
  self->updating = TRUE;
  atlas_style_choices_show_color (self->palette, self->color, &self->paint);
  self->updating = FALSE;
  on_changed (self);
}

/* The end that was not touched gives way. */
static void
on_zoom_changed (AtlasRuleSymbol *self,
                 GtkSpinButton   *changed)
{
  const double from = gtk_spin_button_get_value (self->min_zoom), to = gtk_spin_button_get_value (self->max_zoom);

  if (!self->updating && from >= to)
    {
      self->updating = TRUE;
      if (changed == self->min_zoom)
        gtk_spin_button_set_value (self->max_zoom, from + 1);
      else
        gtk_spin_button_set_value (self->min_zoom, to - 1);
      self->updating = FALSE;
    }
  on_changed (self);
}

static void
add_row (AtlasRuleSymbol *self,
         const char      *title,
         GtkWidget       *widget)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "style-label");
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, self->n_rows, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), widget, 1, self->n_rows, 1, 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  self->n_rows++;
}

static GtkSpinButton *
add_number (AtlasRuleSymbol *self,
            const char      *title,
            double           value,
            double           min,
            double           max,
            double           step,
            guint            digits)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (min, max, step);

  gtk_spin_button_set_digits (GTK_SPIN_BUTTON (spin), digits);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), value);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  add_row (self, title, spin);
  return GTK_SPIN_BUTTON (spin);
}

static void
add_color (AtlasRuleSymbol *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->palette = GTK_FLOW_BOX (gtk_flow_box_new ());
  self->color = GTK_COLOR_BUTTON (gtk_color_button_new ());
  gtk_flow_box_set_min_children_per_line (self->palette, 4);
  gtk_flow_box_set_max_children_per_line (self->palette, 8);
  gtk_flow_box_set_homogeneous (self->palette, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->palette), "palette");
  gtk_widget_set_hexpand (GTK_WIDGET (self->palette), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->color), GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->color), _("Another colour"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->color), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Another colour"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->palette), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Colour"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->palette));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->color));
  add_row (self, _("Colour"), box);
  atlas_style_choices_fill_palette (self->palette);
  atlas_style_choices_show_color (self->palette, self->color, &self->paint);
  g_signal_connect_object (self->palette, "selected-children-changed", G_CALLBACK (on_palette_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->color, "color-set", G_CALLBACK (on_color_set), self, G_CONNECT_SWAPPED);
}

static void
add_marker (AtlasRuleSymbol       *self,
            const AtlasRecipeRule *rule)
{
  self->shape = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  self->icon = GTK_DROP_DOWN (gtk_drop_down_new (NULL, NULL));
  atlas_style_choices_fill_shapes (self->shape);
  atlas_style_choices_fill_icons (self->icon);
  gtk_drop_down_set_selected (self->shape, (guint) rule->shape);
  gtk_drop_down_set_selected (self->icon, atlas_style_choices_find_icon (rule->icon));
  add_row (self, _("Shape"), GTK_WIDGET (self->shape));
  add_row (self, _("Pictogram"), GTK_WIDGET (self->icon));
  self->size = add_number (self, _("Size"), rule->size, 1, 100, 1, 0);
  g_signal_connect_object (self->shape, "notify::selected", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->icon, "notify::selected", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->size, "value-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

void
atlas_rule_symbol_read (AtlasRuleSymbol *self,
                        AtlasRecipeRule *rule)
{
  const double from = gtk_spin_button_get_value (self->min_zoom), to = gtk_spin_button_get_value (self->max_zoom);

  g_return_if_fail (ATLAS_IS_RULE_SYMBOL (self));
  rule->color = self->paint;
  if (self->shape != NULL)
    {
      const char *icon = atlas_style_choices_get_icon (gtk_drop_down_get_selected (self->icon));

      rule->shape = (AtlasMarkerShape) MIN (gtk_drop_down_get_selected (self->shape), atlas_style_choices_n_shapes () - 1);
      g_free (rule->icon);
      rule->icon = g_strdup (icon);
      rule->size = (float) gtk_spin_button_get_value (self->size);
    }
  if (self->line_width != NULL)
    rule->line_width = (float) gtk_spin_button_get_value (self->line_width);
  if (self->opacity != NULL)
    rule->opacity = (float) gtk_spin_button_get_value (self->opacity) / 100;
  rule->min_zoom = from > MIN_ZOOM ? (float) from : -G_MAXFLOAT;
  rule->max_zoom = to < MAX_ZOOM ? (float) to : G_MAXFLOAT;
}

static void
atlas_rule_symbol_dispose (GObject *object)
{
  AtlasRuleSymbol *self = ATLAS_RULE_SYMBOL (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (atlas_rule_symbol_parent_class)->dispose (object);
}

static void
atlas_rule_symbol_class_init (AtlasRuleSymbolClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = atlas_rule_symbol_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[CHANGED] = g_signal_new ("changed", ATLAS_TYPE_RULE_SYMBOL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
atlas_rule_symbol_init (AtlasRuleSymbol *self)
{
  self->grid = gtk_grid_new ();
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

GtkWidget *
atlas_rule_symbol_new (AtlasGeometryType      kind,
                       const AtlasRecipeRule *rule)
{
  AtlasRuleSymbol *self = g_object_new (ATLAS_TYPE_RULE_SYMBOL, NULL);
  const gboolean point = kind == ATLAS_GEOMETRY_POINT || kind == ATLAS_GEOMETRY_MULTI_POINT;
  const gboolean line = kind == ATLAS_GEOMETRY_LINE || kind == ATLAS_GEOMETRY_MULTI_LINE;

  self->paint = rule->color;
  add_color (self);
  if (point || kind == ATLAS_GEOMETRY_COLLECTION)
    add_marker (self, rule);
  if (!point)
    self->line_width = add_number (self, _("Line width"), rule->line_width, 0, 50, 0.2, 1);
  if (!point && !line)
    self->opacity = add_number (self, _("Fill opacity in %"), rule->opacity * 100, 0, 100, 5, 0);
  self->min_zoom = add_number (self, _("From zoom"), MAX (rule->min_zoom, MIN_ZOOM), MIN_ZOOM, MAX_ZOOM - 1, 1, 0);
  self->max_zoom = add_number (self, _("To zoom"), MIN (rule->max_zoom, MAX_ZOOM), MIN_ZOOM + 1, MAX_ZOOM, 1, 0);
  if (self->line_width != NULL)
    g_signal_connect_object (self->line_width, "value-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  if (self->opacity != NULL)
    g_signal_connect_object (self->opacity, "value-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->min_zoom, "value-changed", G_CALLBACK (on_zoom_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->max_zoom, "value-changed", G_CALLBACK (on_zoom_changed), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of rules in the style panel.  The rows hold what the person edits; each change puts their rules into the recipe.
 * A new rule is no rule before it has a filter, for without one it would take every feature.  Main thread. */

#include "ui/atlas-style-panel-private.h"

#include <glib/gi18n-lib.h>

#include "ui/atlas-rule-row.h"
#include "ui/atlas-style-choices.h"

static AtlasRuleRow *
next_row (GtkWidget *from)
{
  while (from != NULL && !ATLAS_IS_RULE_ROW (from))
    from = gtk_widget_get_next_sibling (from);
  return from != NULL ? ATLAS_RULE_ROW (from) : NULL;
}

static AtlasRuleRow *
first_row (AtlasStylePanel *self)
{
  return next_row (gtk_widget_get_first_child (self->rules_box));
}

static AtlasRuleRow *
row_after (AtlasRuleRow *row)
{
  return next_row (gtk_widget_get_next_sibling (GTK_WIDGET (row)));
}

static void
number_rows (AtlasStylePanel *self)
{
  guint number = 1;

  for (AtlasRuleRow *row = first_row (self); row != NULL; row = row_after (row), number++)
    atlas_rule_row_set_place (row, number, number == 1, row_after (row) == NULL);
}

static void
take_rules (AtlasStylePanel *self)
{
  GPtrArray *rules = atlas_recipe_rules_new ();

  for (AtlasRuleRow *row = first_row (self); row != NULL; row = row_after (row))
    if (atlas_rule_row_get_rule (row) != NULL)
      g_ptr_array_add (rules, atlas_recipe_rule_copy (atlas_rule_row_get_rule (row)));
  g_clear_pointer (&self->recipe->rules, g_ptr_array_unref);
  self->recipe->rules = rules;
  _atlas_style_panel_queue_apply (self);
}

static void
on_move (AtlasStylePanel *self,
         int              delta,
         AtlasRuleRow    *row)
{
  GtkWidget *widget = GTK_WIDGET (row);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  GtkWidget *other = delta < 0 ? gtk_widget_get_prev_sibling (widget) : GTK_WIDGET (row_after (row));

  if (other == NULL || !ATLAS_IS_RULE_ROW (other))
    return;
  if (delta > 0)
    gtk_box_reorder_child_after (GTK_BOX (self->rules_box), widget, other);
  else
    gtk_box_reorder_child_after (GTK_BOX (self->rules_box), other, widget);
  number_rows (self);
  /* A button that cannot go on passes the focus to its row, not to nowhere. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, widget) && !gtk_widget_is_sensitive (focus))
    atlas_rule_row_edit (row);
  take_rules (self);
}

static void
on_remove (AtlasStylePanel *self,
           AtlasRuleRow    *row)
{
  AtlasRuleRow *other = row_after (row);

  if (other == NULL)
    other = next_row (gtk_widget_get_prev_sibling (GTK_WIDGET (row)));
  gtk_box_remove (GTK_BOX (self->rules_box), GTK_WIDGET (row));
  number_rows (self);
  if (other != NULL)
    atlas_rule_row_edit (other);
  take_rules (self);
}

static AtlasRuleRow *
add_row (AtlasStylePanel       *self,
         const AtlasRecipeRule *rule,
         gboolean               draft,
         GtkWidget             *after)
{
  GtkWidget *row = atlas_rule_row_new (atlas_layer_get_table (self->layer), rule, draft);

  g_signal_connect_object (row, "changed", G_CALLBACK (take_rules), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "move", G_CALLBACK (on_move), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "remove", G_CALLBACK (on_remove), self, G_CONNECT_SWAPPED);
  gtk_box_insert_child_after (GTK_BOX (self->rules_box), row, after);
  return ATLAS_RULE_ROW (row);
}

static gboolean
has_color (AtlasStylePanel  *self,
           const AtlasPaint *paint)
{
  for (AtlasRuleRow *row = first_row (self); row != NULL; row = row_after (row))
    {
      const AtlasRecipeRule *rule = atlas_rule_row_get_rule (row);

      if (rule != NULL && rule->color.light.red == paint->light.red && rule->color.light.green == paint->light.green
          && rule->color.light.blue == paint->light.blue)
        return TRUE;
    }
  return FALSE;
}

/* Before the one for everything else, in a colour that none has. */
static void
on_add (AtlasStylePanel *self)
{
  AtlasRecipeRule rule = { .title = (char *) "", .filter = (char *) "", .color = self->recipe->color, .shape = self->recipe->shape,
                           .size = self->recipe->size, .line_width = self->recipe->line_width,
                           .opacity = self->recipe->opacity, .min_zoom = -G_MAXFLOAT, .max_zoom = G_MAXFLOAT };
  GtkWidget *after = NULL;
  AtlasRuleRow *row;
  guint n = 0;

  for (row = first_row (self); row != NULL; row = row_after (row), n++)
    {
      const AtlasRecipeRule *own = atlas_rule_row_get_rule (row);

      if (row_after (row) != NULL || own == NULL || *own->filter != '\0')
        after = GTK_WIDGET (row);
    }
  if (n >= ATLAS_RECIPE_MAX_RULES)
    {
      _atlas_style_panel_say (self, _("A style has at most 100 rules."));
      return;
    }
  for (guint i = 0; i < 8 && has_color (self, &rule.color); i++)
    rule.color = atlas_style_choices_get_color (i);
  row = add_row (self, &rule, TRUE, after);
  number_rows (self);
  atlas_rule_row_edit (row);
}

void
_atlas_style_panel_show_rules (AtlasStylePanel *self)
{
  GtkWidget *child, *button, *last = NULL;

  while ((child = gtk_widget_get_first_child (self->rules_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->rules_box), child);
  if (self->original || self->recipe->renderer != ATLAS_RENDERER_RULES || self->recipe->rules == NULL)
    return;
  for (guint i = 0; i < self->recipe->rules->len; i++)
    last = GTK_WIDGET (add_row (self, g_ptr_array_index (self->recipe->rules, i), FALSE, last));
  button = gtk_button_new_with_label (_("Add a Rule"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_add), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->rules_box), button);
  number_rows (self);
  _atlas_style_panel_show_rule_results (self);
}

void
_atlas_style_panel_show_rule_results (AtlasStylePanel *self)
{
  const AtlasRule *rules;
  guint n, i = 0;

  if (self->draft == NULL || self->recipe->renderer != ATLAS_RENDERER_RULES || self->recipe->rules == NULL
      || self->draft->n_counts != self->recipe->rules->len)
    return;
  rules = atlas_style_get_rules (self->draft->style, &n);
  for (AtlasRuleRow *row = first_row (self); row != NULL && i < n; row = row_after (row))
    if (atlas_rule_row_get_rule (row) != NULL)
      {
        atlas_rule_row_show_result (row, self->draft->style, &rules[i], self->draft->counts[i]);
        i++;
      }
}
